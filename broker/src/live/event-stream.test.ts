import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, expect, test } from 'vitest';
import { type EventStream, openEventStream, type SendOutcome } from './event-stream.ts';
import { type EventReader, readEventStream } from './testing/event-reader.ts';

let app: FastifyInstance | undefined;
afterEach(() => app?.close());

async function connect(
  stallMs: number,
): Promise<{ stream: EventStream; unsent: () => number; reader: EventReader }> {
  app = fastify({ forceCloseConnections: true });
  const opened = new Promise<{ stream: EventStream; unsent: () => number }>((resolve) => {
    app?.get('/', (_, reply) => {
      const stream = openEventStream(reply, { retryMs: 1_000, stallMs, bufferBytesMax: 1_048_576 });
      resolve({ stream, unsent: () => reply.raw.writableLength });
    });
  });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const reader = await readEventStream(url, {});
  return { ...(await opened), reader };
}

const frame = (id: number) => ({ event: 'log', id: String(id), data: 'x'.repeat(64 * 1024) });

test('a reader that does not read holds one frame in memory, and is called stalled after the time allowed', async () => {
  const { stream, unsent, reader } = await connect(200);
  reader.pause();
  let outcome: SendOutcome = 'sent';
  let mostUnsent = 0;
  for (let id = 1; outcome === 'sent' && id < 1_000; id += 1) {
    outcome = await stream.send(frame(id));
    mostUnsent = Math.max(mostUnsent, unsent());
  }
  expect(outcome).toBe('stalled');
  expect(mostUnsent).toBeLessThan(1_048_576);
});

test('a reader that reads again in time gets every frame once, in order', async () => {
  const { stream, reader } = await connect(5_000);
  reader.pause();
  const sending = (async () => {
    for (let id = 1; id <= 200; id += 1) expect(await stream.send(frame(id))).toBe('sent');
  })();
  setTimeout(() => reader.resume(), 100);
  await sending;
  await reader.until('200 frames', (frames) => frames.length === 200);
  expect(reader.frames.map(({ id }) => Number(id))).toEqual(Array.from({ length: 200 }, (_, at) => at + 1));
});

test('a reader that left ends the waiting at once', async () => {
  const { stream, reader } = await connect(60_000);
  reader.cut();
  let outcome: SendOutcome = 'sent';
  for (let id = 1; outcome === 'sent'; id += 1) outcome = await stream.send(frame(id));
  expect(outcome).toBe('closed');
});
