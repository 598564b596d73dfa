import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openProxy, type Proxy } from './open-proxy.ts';

let server: Server;
let received: string;
let accepted: Socket[];
let proxy: Proxy;

beforeEach(async () => {
  received = '';
  accepted = [];
  // Answers each byte with the same one.
  server = createServer((socket) => {
    accepted.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      received += data.toString();
      socket.write(data);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy = await openProxy({ to: { host: '127.0.0.1', port: (server.address() as AddressInfo).port } });
});
afterEach(async () => {
  await proxy.close();
  for (const socket of accepted) socket.destroy();
  server.close();
});

test('bytes go both ways, and an end of either side reaches the other', async () => {
  const dialled = await dial();
  expect(await dialled.ask('hello')).toBe('hello');
  accepted[0]?.end();
  await dialled.closed;
  await expect.poll(() => proxy.connections()).toBe(0);
});

test('a cut by RST is an error at both ends, by FIN an orderly end; new connections are carried', async () => {
  const first = await dial();
  await first.ask('a');
  proxy.cut('reset');
  expect(await first.closed).toBe('ECONNRESET');
  const second = await dial();
  await second.ask('b');
  proxy.cut('end');
  expect(await second.closed).toBe('ended');
  expect(await (await dial()).ask('c')).toBe('c');
});

test.each([
  ['up', false],
  ['down', true],
  ['both', false],
] as const)(
  'half-open %s: the connection stays and its bytes are lost; healed, it is reset',
  async (ways, arrives) => {
    const dialled = await dial();
    await dialled.ask('a');
    proxy.halfOpen(ways);
    dialled.socket.write('lost');
    // Another that is accepted, and swallowed.
    const late = await dial();
    late.socket.write('late');
    await expect.poll(() => received.includes('lost')).toBe(arrives);
    await expect.poll(() => proxy.lostBytes()).toBe(8);
    expect(dialled.heard()).toBe('a');
    expect(dialled.socket.destroyed).toBe(false);
    proxy.heal();
    expect([await dialled.closed, await late.closed]).toEqual(['ECONNRESET', 'ECONNRESET']);
    expect(await (await dial()).ask('again')).toBe('again');
  },
);

test('half-open, nobody learns that the other has died', async () => {
  const dialled = await dial();
  await dialled.ask('a');
  proxy.halfOpen('both');
  accepted[0]?.resetAndDestroy();
  dialled.socket.write('b');
  await once(accepted[0] ?? server, 'close');
  expect(dialled.socket.destroyed).toBe(false);
});

test('stalled bytes arrive, in order, when it is healed', async () => {
  const dialled = await dial();
  proxy.stall();
  dialled.socket.write('first ');
  dialled.socket.write('second');
  await expect.poll(() => dialled.socket.bytesWritten).toBe(12);
  expect(received).toBe('');
  proxy.heal();
  await expect.poll(() => received).toBe('first second');
});

test('delayed and throttled bytes take their time', async () => {
  const dialled = await dial();
  proxy.delay(50);
  proxy.throttle(1000);
  const begun = performance.now();
  await dialled.ask('x'.repeat(100));
  // Both ways: twice 50 ms and 100 bytes at 1,000 a second.
  expect(performance.now() - begun).toBeGreaterThan(290);
});

test('while it refuses, new connections are reset and open ones go on', async () => {
  const dialled = await dial();
  await dialled.ask('a');
  proxy.refuse();
  const refused = await dial();
  expect(await refused.closed).toBe('ECONNRESET');
  expect(await dialled.ask('b')).toBe('b');
  proxy.heal();
  expect(await (await dial()).ask('c')).toBe('c');
});

test('a target that is down resets who dials, and is reached when it is up again', async () => {
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  expect(await (await dial()).closed).toBe('ECONNRESET');
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  expect(await (await dial()).ask('up')).toBe('up');
});

test('a message is held where its reader says so, with all that comes behind it', async () => {
  const letGo = Promise.withResolvers<void>();
  const { port } = server.address() as AddressInfo;
  const watching = await openProxy({
    to: { host: '127.0.0.1', port },
    watch: () => ({
      up: {
        read: (bytes) =>
          bytes
            .toString()
            .split('')
            .map((letter) => ({
              bytes: Buffer.from(letter),
              pass: () => (letter === 'h' ? letGo.promise : undefined),
            })),
      },
    }),
  });
  const dialled = await dial(watching.port);
  dialled.socket.write('abhcd');
  await expect.poll(() => received).toBe('ab');
  letGo.resolve();
  await expect.poll(() => received).toBe('abhcd');
  await watching.close();
});

async function dial(port = proxy.port) {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  let failure = '';
  socket.on('data', (data) => (text += data.toString()));
  socket.on('error', (error: NodeJS.ErrnoException) => (failure = error.code ?? error.message));
  const closed = new Promise<string>((resolve) =>
    socket.once('close', () => resolve(failure === '' ? 'ended' : failure)),
  );
  await Promise.race([once(socket, 'connect').catch(() => undefined), closed]);
  return {
    socket,
    closed,
    heard: () => text,
    async ask(question: string): Promise<string> {
      const from = text.length;
      socket.write(question);
      while (text.length < from + question.length && !socket.destroyed) await once(socket, 'data');
      return text.slice(from);
    },
  };
}
