import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { createStreamPlaces } from './stream-places.ts';

test('a place is given back once: by who took it, or when the connection closes', async () => {
  const places = createStreamPlaces(2);
  const [line, other] = [new Socket(), new Socket()];
  const first = new IncomingMessage(line);
  expect(places.take(first, 'member')).toBe(true);
  expect(places.take(new IncomingMessage(other), 'member')).toBe(true);
  expect(places.take(new IncomingMessage(other), 'member')).toBe(false);
  expect(places.take(new IncomingMessage(other), 'somebody else')).toBe(true);
  places.giveBack(first);
  places.giveBack(first);
  expect(places.take(new IncomingMessage(line), 'member')).toBe(true);
  expect(places.take(new IncomingMessage(line), 'member')).toBe(false);
  other.destroy();
  await expect.poll(() => places.take(new IncomingMessage(line), 'member')).toBe(true);
  expect(places.take(new IncomingMessage(line), 'member')).toBe(false);
});

test('streams one after the other on one connection leave nothing behind on it', () => {
  const places = createStreamPlaces(1);
  const line = new Socket();
  for (let n = 0; n < 30; n += 1) {
    const request = new IncomingMessage(line);
    expect(places.take(request, 'member')).toBe(true);
    places.giveBack(request);
  }
  expect(line.listenerCount('close')).toBeLessThan(3);
});
