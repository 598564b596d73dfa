import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestBroker, type TestBroker } from '../testing/test-broker.ts';

const graceMs = 15_000;
let broker: TestBroker;
const opened: Socket[] = [];
beforeEach(async () => {
  broker = await startTestBroker({ BROKER_SHUTDOWN_GRACE_MS: String(graceMs) });
});
afterEach(async () => {
  for (const socket of opened.splice(0)) socket.destroy();
  await broker.close();
});

/** Asks for an upgrade on a connection that stays open on this side, whatever is answered. */
async function upgrade(method: string, path: string) {
  const socket = connect({ port: Number(new URL(broker.url).port), host: '127.0.0.1', allowHalfOpen: true });
  opened.push(socket);
  const seen = { text: '', isEnded: false };
  socket.on('data', (piece) => (seen.text += piece.toString()));
  socket.on('error', () => undefined);
  for (const event of ['end', 'close']) socket.on(event, () => (seen.isEnded = true));
  const connected = new Promise((resolve) => {
    socket.once('connect', resolve);
    socket.once('close', resolve);
  });
  socket.write(
    `${method} ${path} HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n` +
      'sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  );
  await connected;
  return seen;
}

test('an upgrade that is refused has its connection closed by us, also at an address that cannot be read', async () => {
  const paths = ['/%zz', 'http://x:99999/', `/api/v1/machines/${'a'.repeat(300)}/live`, '/nowhere'];
  for (const path of paths)
    for (const method of ['GET', 'POST']) {
      const seen = await upgrade(method, path);
      await expect.poll(() => seen.isEnded, { message: `${method} ${path}` }).toBe(true);
      expect(seen.text).toMatch(/^HTTP\/1\.1 40\d /);
    }
});

test('upgrades that come while the broker stops are told to come again and keep it from nothing', async () => {
  // It does not answer the goodbye: for two seconds the broker stops.
  const silent = await upgrade('GET', '/worker/v1');
  await expect.poll(() => silent.text).toContain('"challenge"');
  const beganAt = performance.now();
  const restarted = broker.restart();
  const late = await upgrade('GET', '/worker/v1');
  await restarted;
  expect(late.text).toMatch(/^HTTP\/1\.1 503 /);
  expect(performance.now() - beganAt).toBeLessThan(graceMs);
});
