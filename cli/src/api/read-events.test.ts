import { expect, test } from 'vitest';
import { readEvents } from './read-events.ts';

async function read(pieces: Uint8Array[]): Promise<unknown[]> {
  const body = new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
  return await Array.fromAsync(readEvents(new Response(body)));
}

test('events are whole however the bytes arrive, comments are none', async () => {
  const bytes = new TextEncoder().encode(
    ': hello\n\nevent: log\nid: 1.1.2\ndata: {"text":"ü"}\n\nretry: 2000\n\n',
  );
  const whole = [{ event: 'log', id: '1.1.2', data: '{"text":"ü"}' }];
  expect(await read([bytes])).toEqual(whole);
  expect(await read(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(whole);
});
