import type { SwaggerTransform } from '@fastify/swagger';
import type { FastifySchema, RouteOptions } from 'fastify';
import { createJsonSchemaTransform } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { RouteScope } from '../broker-app.ts';
import { scopeOf } from '../guard.ts';
import { contractSchemas } from './contract-schemas.ts';
import { nameOperation } from './name-operation.ts';

const toJsonSchema = createJsonSchemaTransform({ schemaRegistry: contractSchemas });

/**
 * One route of the API in the words of OpenAPI, taken from what it is registered with: its schemas, and `config` for who may call
 * it and whether it asks for an Idempotency-Key. What stands elsewhere (sign-in, files, workers' socket) is not described.
 */
export const describeRoute: SwaggerTransform = (document) => {
  const { url, route } = document;
  if (!url.startsWith('/api/v1/')) return { schema: { hide: true }, url };
  const method = [route.method].flat()[0] ?? 'GET';
  const given: FastifySchema = document.schema ?? {};
  const { schema } = toJsonSchema({ ...document, schema: { ...given, response: answersOf(given, route) } });
  return {
    url,
    schema: {
      ...schema,
      ...nameOperation(method, url),
      description: sayWhoMay(route),
      security: securityOf(route),
      response: {
        ...withoutBody(schema.response),
        ...(route.config?.upgradesTo === undefined ? {} : upgraded),
        default: refusal,
      },
      ...messageOf(route),
      ...(route.config?.idempotent === true ? { headers: idempotencyHeader } : {}),
    },
  };
};

/** Why the answer of every route may be another one than it says. */
const refusal = {
  description: 'A refusal or a fault, in problem details. `code` is one of docs/errors.md.',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

const idempotencyHeader = {
  type: 'object',
  required: ['Idempotency-Key'],
  properties: {
    'Idempotency-Key': {
      type: 'string',
      pattern: '^[\\x21-\\x7e]{1,200}$',
      description:
        'A new one for each act. The same key and body again: the same answer, and nothing happens twice.',
    },
  },
};

const descriptions: Readonly<Record<string, string>> = {
  200: 'Done.',
  201: 'It was made.',
  202: 'It was taken on; the rest follows by itself.',
  204: 'Done; there is nothing to answer.',
};

/** Each answer with its content types; what no serializer writes stands in `config.sends`. */
function answersOf(given: FastifySchema, route: RouteOptions): Record<string, unknown> {
  const serialized = z.record(z.string(), z.instanceof(z.ZodType)).parse(given.response ?? {});
  const answers = new Map<string, unknown>();
  for (const [status, schema] of Object.entries(serialized)) {
    answers.set(status, { description: descriptions[status], content: { 'application/json': { schema } } });
  }
  const sends = Object.entries(route.config?.sends ?? {});
  if (sends.length > 0) {
    const content = Object.fromEntries(sends.map(([type, schema]) => [type, { schema }]));
    answers.set('200', { description: descriptions[200], content });
  }
  return Object.fromEntries(answers);
}

/** An answer 204 has a schema in code (null) and no content in HTTP. */
function withoutBody(response: unknown): object {
  const answers = z.record(z.string(), z.unknown()).parse(response ?? {});
  return '204' in answers ? { ...answers, 204: { description: descriptions[204], type: 'null' } } : answers;
}

const upgraded = {
  101: {
    description: 'With an upgrade: a WebSocket. Each message is the JSON text of one `x-websocket-message`.',
    type: 'null',
  },
};

/** OpenAPI has no word for a socket's messages. */
function messageOf(route: RouteOptions): object {
  const name = route.config?.upgradesTo && contractSchemas.get(route.config.upgradesTo)?.id;
  return name === undefined ? {} : { 'x-websocket-message': { $ref: `#/components/schemas/${name}` } };
}

function securityOf({ config }: RouteOptions): Record<string, string[]>[] {
  if (config?.access === 'public' || config?.access === 'worker-token') return [];
  return scopeOf(config ?? {}) === 'none' ? [{ session: [] }] : [{ session: [] }, { apiKey: [] }];
}

function sayWhoMay(route: RouteOptions): string {
  const access = route.config?.access;
  if (access === 'public') return 'For everybody.';
  if (access === 'worker-token') return 'For workers: the credential stands in the body.';
  const who =
    access === undefined || access === 'member'
      ? 'For signed-in members.'
      : `For members with the permission ${[access].flat().join(' or ')}.`;
  const fresh = route.config?.fresh === true ? ' Confirmed within the last ten minutes.' : '';
  return `${who}${fresh} ${saysOfKeys(scopeOf(route.config ?? {}))}`;
}

function saysOfKeys(scope: RouteScope): string {
  if (scope === 'none') return 'Not with an API key.';
  return scope === 'any' ? 'Any API key will do.' : `An API key needs the scope ${scope}.`;
}
