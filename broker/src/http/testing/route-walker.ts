import { expect } from 'vitest';
import { WebSocket } from 'ws';
import { buildApp } from '../../app.ts';
import type { TestBroker } from '../../testing/test-broker.ts';
import type { TestResponse, TestSession } from '../../testing/test-session.ts';
import type { GuardedRoute } from '../broker-app.ts';
import { cases } from './route-cases.ts';

export interface Refusal {
  status: number;
  code: string | undefined;
}

/** Every route of the real app, as its guard knows it, but for HEAD. */
export async function listRoutes(broker: TestBroker): Promise<GuardedRoute[]> {
  const app = await buildApp(broker.ctx);
  await app.ready();
  const routes = app.guardedRoutes.filter(({ method }) => method !== 'HEAD');
  await app.close();
  return routes;
}

export const nameOf = ({ method, url }: GuardedRoute) => `${method} ${url}`;
export const caseOf = (route: GuardedRoute) => cases[nameOf(route)] ?? {};
export const needsSession = ({ access }: GuardedRoute) => access !== 'public' && access !== 'worker-token';
export const needsPermission = (route: GuardedRoute) => needsSession(route) && route.access !== 'member';
export const changes = ({ method }: GuardedRoute) => method !== 'GET';
export const hasId = (route: GuardedRoute) => caseOf(route).of !== undefined;

/** Asks a route as the table says; `id` stands for everything that its address names. */
export function ask(
  who: TestSession,
  route: GuardedRoute,
  id: string,
  headers: Record<string, string | undefined> = {},
): Promise<TestResponse> {
  const path = pathOf(route, id);
  const { body } = caseOf(route);
  if (route.method === 'GET') return who.get(path, { headers });
  if (route.method === 'DELETE') return who.delete(path, { headers });
  return route.method === 'PUT' ? who.put(path, body, { headers }) : who.post(path, body, { headers });
}

/** Asks every route for which `wanted` holds and expects this answer of each; names all that answer otherwise. */
export async function walk(
  routes: readonly GuardedRoute[],
  request: (route: GuardedRoute) => Promise<TestResponse | Refusal>,
  expected: Refusal,
): Promise<void> {
  expect(routes.length).toBeGreaterThan(0);
  const wrong: unknown[] = [];
  for (const route of routes) {
    const answer = toRefusal(await request(route));
    if (answer.status !== expected.status || answer.code !== expected.code) {
      wrong.push({ route: nameOf(route), ...answer });
    }
  }
  expect(wrong).toEqual([]);
}

/** Asks for a WebSocket, as a page does, and answers how it was refused; 101 when it was not. */
export async function askSocket(
  broker: TestBroker,
  who: TestSession,
  route: GuardedRoute,
  { id, origin }: { id: string; origin?: string },
): Promise<Refusal> {
  const url = new URL(pathOf(route, id), broker.url.replace(/^http/, 'ws'));
  const socket = new WebSocket(url, {
    headers: { cookie: who.cookie(), origin: origin ?? broker.ctx.config.http.publicUrl },
  });
  socket.on('error', () => undefined);
  return await new Promise<Refusal>((resolve, reject) => {
    socket.once('open', () => {
      socket.terminate();
      resolve({ status: 101, code: undefined });
    });
    socket.once('close', () => reject(new Error('the socket closed without an answer')));
    socket.once('unexpected-response', (_, response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () =>
        resolve(toRefusal({ status: response.statusCode ?? 0, body: JSON.parse(text) })),
      );
    });
  });
}

export function toRefusal(answer: { status: number; body: unknown } | Refusal): Refusal {
  if (!('body' in answer)) return answer;
  const { status, body } = answer;
  const code = typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined;
  return { status, code: typeof code === 'string' ? code : undefined };
}

function pathOf(route: GuardedRoute, id: string): string {
  return route.url.replace(/:\w+/g, id).replace('*', '');
}
