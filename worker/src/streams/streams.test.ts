import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OpenStream, StreamPurpose, StreamRefused } from '@coinslot/shared/worker-messages/stream.ts';
import { pino } from 'pino';
import ssh2 from 'ssh2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { fingerprintOf } from '../machine/host-key.ts';
import type { WayIn } from '../machine/way-in.ts';
import { createStreamServer } from './serve-streams.ts';
import type { StreamSource } from './stream-source.ts';

const hostKey = ssh2.utils.generateKeyPairSync('ed25519');
const password = 'a-machines-own-password';
const machineId = randomUUID();
const lines: string[] = [];
const log = pino({ level: 'info' }, { write: (line: string) => lines.push(line) });

/** What the machine saw: the sizes of its terminal. */
const sizes: unknown[] = [];
const machine = new ssh2.Server({ hostKeys: [hostKey.private] }, serveShell);
const http = createServer();
const broker = new WebSocketServer({ server: http });
const arrived = new Map<string, { socket: WebSocket; authorization: string | undefined }>();
let machinePort = 0;
let brokerUrl = '';

beforeAll(async () => {
  machine.listen(0, '127.0.0.1');
  http.listen(0, '127.0.0.1');
  await Promise.all([once(machine, 'listening'), once(http, 'listening')]);
  machinePort = (machine.address() as AddressInfo).port;
  brokerUrl = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/worker/v1`;
  broker.on('connection', (socket, { url = '', headers: { authorization } }) => {
    // Until the test listens.
    socket.pause();
    arrived.set(url.split('/').at(-1) ?? '', { socket, authorization });
  });
});
afterAll(() => {
  for (const { socket } of arrived.values()) socket.terminate();
  broker.close();
  http.close();
  machine.close();
});

test('a terminal types, prints, changes its size and tells how its shell ended', async () => {
  const { socket, authorization, order } = await opened({ kind: 'terminal', columns: 90, rows: 30 });
  expect(authorization).toBe(`Bearer ${order.ticket}`);
  const { texts, bytes } = listen(socket);
  socket.send(Buffer.from('whoami\r'));
  await expect.poll(bytes).toContain('you said whoami');
  socket.send(JSON.stringify({ type: 'resize', columns: 120, rows: 40 }));
  await expect.poll(() => sizes.slice(-2)).toEqual(['90x30', '120x40']);
  socket.send(Buffer.from('exit\r'));
  const [code] = await once(socket, 'close');
  expect(code).toBe(1000);
  expect(texts.at(-1)).toEqual({ type: 'exit', code: 7 });
});

test('a slow page holds the shell back', async () => {
  const { socket } = await opened({ kind: 'terminal', columns: 80, rows: 24 });
  const { count } = listen(socket);
  socket.pause();
  socket.send(Buffer.from('much\r'));
  await expect.poll(() => printed.blocked).toBe(true);
  socket.resume();
  await expect.poll(count, { timeout: 15_000 }).toBeGreaterThan(20_000_000);
  socket.close();
});

test('a large paste and what is no text pass both ways without losing a byte, while the size changes all the time', async () => {
  const { socket } = await opened({ kind: 'terminal', columns: 80, rows: 24 });
  const { count, bytes } = listen(socket);
  socket.send(Buffer.from('echo everything\r'));
  await expect.poll(bytes).toBe('now');
  const paste = randomBytes(1024 * 1024);
  for (let columns = 20; columns < 220; columns += 1)
    socket.send(JSON.stringify({ type: 'resize', columns, rows: 24 }));
  socket.send(paste);
  await expect.poll(count, { timeout: 15_000 }).toBe(3 + paste.length);
  expect(Buffer.from(bytes(), 'latin1').subarray(3).equals(paste)).toBe(true);
  await expect.poll(() => sizes.at(-1)).toBe('219x24');
  socket.close();
});

test('a connection carries the bytes of the SSH server itself', async () => {
  const { socket } = await opened({ kind: 'tcp' });
  const { bytes } = listen(socket);
  await expect.poll(bytes).toMatch(/^SSH-2\.0-/);
  socket.terminate();
});

test.each([
  { what: 'a password that is not right', change: { password: 'not-this-one' }, fault: 'refused_login' },
  {
    what: 'another host key',
    change: { hostKeyFingerprint: `SHA256:${'a'.repeat(43)}` },
    fault: 'unreachable',
  },
] as const)('$what is refused by its name, and no secret is logged', async ({ change, fault }) => {
  const source = sourceOf({ ...wayIn(), endpoint: { ...wayIn().endpoint, ...change } });
  expect(await refusal({ kind: 'terminal', columns: 80, rows: 24 }, source)).toBe(fault);
  expect(lines.join('')).not.toContain(password);
  expect(lines.join('')).not.toContain('not-this-one');
});

test('nothing is opened to a machine that is not held, not ready, or away', async () => {
  expect(await refusal({ kind: 'tcp' }, null)).toBe('not_held');
  expect(await refusal({ kind: 'tcp' }, sourceOf(null))).toBe('not_ready');
  const away = { ...wayIn(), own: { host: '127.0.0.1', port: 1 } };
  expect(await refusal({ kind: 'tcp' }, sourceOf(away))).toBe('unreachable');
});

test('a machine that is dropped takes its streams with it', async () => {
  const gone = new AbortController();
  const { socket } = await opened({ kind: 'tcp' }, sourceOf(wayIn(), gone.signal));
  listen(socket);
  const closed = once(socket, 'close');
  gone.abort(new Error('dropped'));
  await closed;
});

function wayIn(): WayIn {
  const own = { host: '127.0.0.1', port: machinePort };
  const hostKeyFingerprint = fingerprintOf(Buffer.from(hostKey.public.split(' ')[1] ?? '', 'base64'));
  return {
    own,
    dial: own,
    endpoint: {
      kind: 'ssh',
      tunnel: 'gateway',
      reach: 'anywhere',
      ...own,
      username: 'member',
      password,
      privateKey: null,
      hostKeyFingerprint,
      knownHostsLine: null,
    },
  };
}

function sourceOf(way: WayIn | null, signal = new AbortController().signal): StreamSource {
  return { wayIn: () => way, page: () => null, isStill: () => false, credentialSelectors: () => [], signal };
}

function ask(purpose: StreamPurpose, source: StreamSource | null) {
  const refused = Promise.withResolvers<StreamRefused>();
  const order: OpenStream = {
    type: 'open_stream',
    streamId: randomUUID(),
    ticket: randomUUID(),
    machineId,
    epoch: 1,
    purpose,
  };
  const serve = createStreamServer({
    brokerUrl,
    sourceOf: () => source,
    signal: new AbortController().signal,
    log,
  });
  serve(order, refused.resolve);
  return { order, refused: refused.promise };
}

async function opened(purpose: StreamPurpose, source: StreamSource = sourceOf(wayIn())) {
  const { order } = ask(purpose, source);
  await expect.poll(() => arrived.has(order.streamId)).toBe(true);
  const line = arrived.get(order.streamId);
  if (!line) throw new Error('no stream came');
  return { ...line, order };
}

async function refusal(purpose: StreamPurpose, source: StreamSource | null): Promise<string> {
  const { order, refused } = ask(purpose, source);
  const { fault, streamId } = await refused;
  expect(streamId).toBe(order.streamId);
  expect(arrived.has(streamId)).toBe(false);
  return fault;
}

function listen(socket: WebSocket): { texts: unknown[]; bytes: () => string; count: () => number } {
  const texts: unknown[] = [];
  const pieces: Buffer[] = [];
  socket.on('message', (data, isBinary) => {
    if (!Buffer.isBuffer(data)) throw new Error('the worker sent something else than one buffer');
    if (isBinary) pieces.push(data);
    else texts.push(JSON.parse(data.toString('utf8')));
  });
  socket.resume();
  return {
    texts,
    count: () => pieces.reduce((sum, piece) => sum + piece.length, 0),
    bytes: () => Buffer.concat(pieces).toString('latin1'),
  };
}

const printed = { blocked: false };

function serveShell(client: ssh2.Connection): void {
  client.on('error', () => undefined);
  client.on('authentication', (asked) => {
    if (asked.method === 'password' && asked.password === password) asked.accept();
    else asked.reject(['password']);
  });
  client.on('session', (acceptSession) => {
    const session = acceptSession();
    session.on('pty', (accept, _reject, { cols, rows }) => {
      sizes.push(`${cols}x${rows}`);
      accept();
    });
    session.on('window-change', (_accept, _reject, { cols, rows }) => sizes.push(`${cols}x${rows}`));
    session.on('shell', (accept) => {
      const channel = accept();
      let isEcho = false;
      channel.on('data', (typed: Buffer) => {
        if (isEcho) return void channel.write(typed);
        const word = typed.toString().trim();
        if (word === 'much') return printMuch(channel);
        isEcho = word === 'echo everything';
        if (isEcho) return void channel.write('now');
        if (word !== 'exit') return void channel.write(`you said ${word}\r\n`);
        channel.exit(7);
        channel.end();
      });
    });
  });
}

/** Twenty megabytes, as fast as they are taken. */
function printMuch(channel: ssh2.ServerChannel): void {
  let left = 340;
  const piece = Buffer.alloc(60_000, 'z');
  function more(): void {
    while (left > 0) {
      left -= 1;
      if (channel.write(piece)) continue;
      setTimeout(() => {
        if (channel.writableNeedDrain) printed.blocked = true;
      }, 300);
      return void channel.once('drain', more);
    }
  }
  more();
}
