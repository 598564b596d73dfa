import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { buildApp } from '../../app.ts';
import { startTestBroker, type TestBroker } from '../../testing/test-broker.ts';
import type { GuardedRoute } from '../broker-app.ts';
import { listWebCalls } from './testing/list-web-calls.ts';

const Answer = z.object({
  description: z.string().min(1),
  content: z
    .record(z.string(), z.object({ schema: z.looseObject({ $ref: z.string().optional() }) }))
    .optional(),
});
const Operation = z.object({
  operationId: z.string().min(1),
  summary: z.string().min(1),
  description: z.string().min(1),
  tags: z.array(z.string()).length(1),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z
    .array(z.looseObject({ name: z.string(), in: z.string(), required: z.boolean().optional() }))
    .default([]),
  responses: z.record(z.string(), Answer),
});
const Document = z.object({
  openapi: z.string(),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});
type Document = z.infer<typeof Document>;

let broker: TestBroker;
let document: Document;
let raw: unknown;
let routes: GuardedRoute[];
beforeAll(async () => {
  broker = await startTestBroker();
  raw = (await broker.visitor().get('/api/docs/json')).body;
  document = Document.parse(raw);
  const app = await buildApp(broker.ctx);
  await app.ready();
  routes = app.guardedRoutes.filter(({ method, url }) => method !== 'HEAD' && url.startsWith('/api/v1/'));
  await app.close();
});
afterAll(() => broker.close());

function operationOf(method: string, path: string): z.infer<typeof Operation> | undefined {
  return document.paths[path]?.[method.toLowerCase()];
}

test('the document is valid OpenAPI 3.1', async () => {
  const result = await new Validator().validate(z.record(z.string(), z.unknown()).parse(raw));
  expect(result).toMatchObject({ valid: true });
  expect(document.openapi).toMatch(/^3\.1\./);
});

test('every route of the API stands in it, with what it answers, who may call it and its Idempotency-Key', () => {
  expect(routes.length).toBeGreaterThan(50);
  for (const { method, url, access, scope, idempotent } of routes) {
    const name = `${method} ${url}`;
    const operation = operationOf(method, url.replaceAll(/:(\w+)/g, '{$1}'));
    expect({ name, described: operation !== undefined }).toEqual({ name, described: true });
    if (operation === undefined) continue;
    const { default: refusal, ...answers } = operation.responses;
    expect(refusal?.content?.['application/problem+json']?.schema.$ref).toBe('#/components/schemas/Problem');
    const bare = Object.entries(answers).filter(
      ([status, { content }]) => !['101', '204'].includes(status) && content === undefined,
    );
    expect({ name, answers: Object.keys(answers).length > 0, bare }).toEqual({
      name,
      answers: true,
      bare: [],
    });
    const isOpen = access === 'public' || access === 'worker-token';
    expect({ name, security: operation.security }).toEqual({
      name,
      security: isOpen ? [] : [{ session: [] }, ...(scope === 'none' ? [] : [{ apiKey: [] }])],
    });
    const key = operation.parameters.find((parameter) => parameter.name === 'Idempotency-Key');
    expect({ name, key: key?.required ?? false }).toEqual({ name, key: idempotent });
  }
});

test('no two operations have one name, and no schema stands there unused', () => {
  const ids = Object.values(document.paths).flatMap((path) =>
    Object.values(path).map((one) => one.operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
  const text = JSON.stringify(raw);
  const unused = Object.keys(document.components.schemas).filter(
    (name) => !text.includes(`"#/components/schemas/${name}"`),
  );
  expect(unused).toEqual([]);
});

test('what the dashboard calls stands in it, and the dashboard parses with the schema that the route answers with', async () => {
  const calls = await listWebCalls();
  expect(calls.length).toBeGreaterThan(40);
  for (const { file, method, path, answer } of calls) {
    const templates = Object.keys(document.paths);
    const template =
      templates.find((one) => matches(one, path)) ?? templates.find((one) => mayMean(one, path));
    const operation = template === undefined ? undefined : operationOf(method, template);
    expect({ file, method, path, described: operation !== undefined }).toMatchObject({ described: true });
    if (answer === null || operation === undefined) continue;
    const refs = Object.values(operation.responses).map(
      ({ content }) => content?.['application/json']?.schema.$ref,
    );
    expect({ file, refs }).toEqual({
      file,
      refs: expect.arrayContaining([`#/components/schemas/${answer}`]),
    });
  }
});

test('the page needs nothing from elsewhere and lives under the content security policy of the dashboard', async () => {
  const page = await broker.visitor().get('/api/docs/');
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toContain('text/html');
  expect(String(page.body)).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  const policy = page.headers.get('content-security-policy');
  expect(policy).toContain("default-src 'self'");
  const elsewhere = await broker.visitor().get('/api/v1/products');
  expect(elsewhere.headers.get('content-security-policy')).toBe(policy);
});

/** Whether a call's path, in which each part that varies is `{}`, is one of this template. */
// What the page fills in may be a word of the address as well: one form for several groups of settings.
function mayMean(template: string, path: string): boolean {
  const [words, parts] = [template.split('/'), path.split('/')];
  return words.length === parts.length && parts.every((part, at) => part === '{}' || part === words[at]);
}

function matches(template: string, path: string): boolean {
  return template.replaceAll(/\{\w+\}/g, '{}') === path;
}
