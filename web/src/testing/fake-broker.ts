import { readFile } from 'node:fs/promises';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fleetFrames } from '@coinslot/shared/http/admin-fleet.ts';
import { liveFrames } from '@coinslot/shared/live-events/live-frame.ts';
import { WebSocketServer } from 'ws';
import { type FakeAnswer, type FakeRequest, problem } from './answers.ts';
import { type LiveHub, createLiveHub } from './live-hub.ts';
import { type FakeRoute, type World, createWorld, defaultRoutes } from './routes.ts';
import { type StreamHub, createStreamHub } from './stream-hub.ts';

/** A stand-in for the broker: serves the built dashboard and scripted answers that keep to the shared contracts. */
export type FakeBroker = {
  url: string;
  world: World;
  /** Every machine's live page. */
  live: LiveHub<typeof liveFrames>;
  /** The admins' fleet page. */
  fleetLive: LiveHub<typeof fleetFrames>;
  /** Terminals on machines. */
  terminal: StreamHub;
  /** Looks at the lab's page. */
  screen: StreamHub;
  /** API requests in the order they came. */
  requests: FakeRequest[];
  /** Requests no route was scripted for: a test fails when there is one. */
  unknown: string[];
  routes: Readonly<Record<string, FakeRoute>>;
  /** Replaces one route, e.g. `POST /api/v1/machines`. */
  route: (name: string, route: FakeRoute) => void;
  /** From now on every answer of the API takes so long, as on a bad line. */
  slowDown: (delayMs: number) => void;
  close: () => Promise<void>;
};

/** The broker's own policy, so that a page which breaks it breaks here. */
const contentSecurityPolicy =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; object-src 'none'; base-uri 'none'";

// A grey pixel.
const picture = Buffer.from('R0lGODlhAQABAIAAAMLCwgAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64');

export async function startFakeBroker(dist: string): Promise<FakeBroker> {
  const routes = defaultRoutes();
  const world = createWorld();
  const live = createLiveHub(liveFrames);
  const fleetLive = createLiveHub(fleetFrames);
  const terminal = createStreamHub();
  const screen = createStreamHub();
  const requests: FakeRequest[] = [];
  const unknown: string[] = [];
  let delayMs = 0;

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? '/', 'http://localhost');
    if (!url.pathname.startsWith('/api/')) return serveFile(dist, url.pathname, response);
    if (url.pathname.endsWith('/live')) return live.attachStream(response, url.searchParams.get('after'));
    if (url.pathname.endsWith('/screenshot') || url.pathname.startsWith('/api/v1/assets/')) {
      response.writeHead(200, { 'content-type': 'image/gif' }).end(picture);
      return undefined;
    }
    const request = await readRequest(incoming, url);
    requests.push(request);
    const route = findRoute(routes, request);
    if (!route) {
      unknown.push(`${request.method} ${request.path}`);
      return reply(response, { status: 501, body: { message: 'No route was scripted.' } });
    }
    if (delayMs > 0) await sleep(delayMs);
    const owner = request.headers['coinslot-member'];
    // As the broker's guard: the cookie is another member's than the page.
    if (owner !== undefined && world.me !== null && owner !== world.me.id)
      return reply(response, problem('signed_in_as_another'));
    return reply(response, await route(request, world));
  }

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch((error: unknown) => {
      unknown.push(`${incoming.method} ${incoming.url} broke the contract: ${String(error)}`);
      response.destroy();
    });
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (incoming, line, head) => {
    const url = new URL(incoming.url ?? '/', 'http://localhost');
    const stream = url.pathname.endsWith('/terminal')
      ? terminal
      : url.pathname.endsWith('/screen')
        ? screen
        : null;
    if (stream) {
      return sockets.handleUpgrade(incoming, line, head, (socket) => stream.attach(socket, url.searchParams));
    }
    const hub = url.pathname === '/api/v1/admin/fleet/live' ? fleetLive : live;
    if (!hub.takesSocket()) return line.end('HTTP/1.1 502 Bad Gateway\r\nconnection: close\r\n\r\n');
    return sockets.handleUpgrade(incoming, line, head, (socket) =>
      hub.attachSocket(socket, url.searchParams.get('after')),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    world,
    live,
    fleetLive,
    terminal,
    screen,
    requests,
    unknown,
    routes,
    route: (name, route) => {
      routes[name] = route;
    },
    slowDown: (ms) => {
      delayMs = ms;
    },
    close: () =>
      new Promise((resolve) => {
        live.reset();
        fleetLive.reset();
        terminal.cut();
        screen.cut();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function findRoute(routes: Record<string, FakeRoute>, request: FakeRequest): FakeRoute | undefined {
  const exact = routes[`${request.method} ${request.path}`];
  if (exact) return exact;
  const words = request.path.split('/');
  const match = Object.entries(routes).find(([name]) => {
    const [method, pattern = ''] = name.split(' ');
    const parts = pattern.split('/');
    if (method !== request.method || parts.length !== words.length) return false;
    return parts.every((part, index) => part.startsWith(':') || part === words[index]);
  });
  return match?.[1];
}

async function readRequest(incoming: IncomingMessage, url: URL): Promise<FakeRequest> {
  let text = '';
  for await (const chunk of incoming) text += String(chunk);
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    body: text === '' ? undefined : isImage(incoming) ? text : (JSON.parse(text) as unknown),
  };
}

function isImage({ headers }: IncomingMessage): boolean {
  return headers['content-type']?.startsWith('image/') ?? false;
}

function reply(response: ServerResponse, answer: FakeAnswer): void {
  if (answer === 'drop') {
    response.destroy();
    return;
  }
  response.writeHead(answer.status, {
    'content-type': answer.type ?? 'application/json',
    'cache-control': 'no-store',
    ...(answer.isReplay ? { 'idempotency-replayed': 'true' } : {}),
    ...(answer.retryAfterSeconds === undefined ? {} : { 'retry-after': String(answer.retryAfterSeconds) }),
  });
  response.end(answer.type === 'text/csv' ? String(answer.body) : JSON.stringify(answer.body));
}

const types: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

async function serveFile(dist: string, wanted: string, response: ServerResponse): Promise<void> {
  const type = types[path.extname(wanted)];
  const file = type ? path.join(dist, path.normalize(wanted)) : path.join(dist, 'index.html');
  const content = await readFile(file).catch(() => null);
  response.writeHead(content ? 200 : 404, {
    'content-type': type ?? 'text/html; charset=utf-8',
    'content-security-policy': contentSecurityPolicy,
    // As the broker does it: a file with a hash in its name never changes.
    ...(wanted.startsWith('/assets/') ? { 'cache-control': 'public, max-age=31536000, immutable' } : {}),
  });
  response.end(content ?? '');
}
