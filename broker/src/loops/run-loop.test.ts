import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { createBus } from '../live/bus.ts';
import { runLoop } from './run-loop.ts';

const log = pino({ level: 'silent' });
const bus = createBus(() => undefined);

test('a loop that throws runs again and its last good round is told', async () => {
  let rounds = 0;
  const running = runLoop(
    {
      name: 'test',
      critical: true,
      everyMs: 1,
      async run() {
        rounds += 1;
        if (rounds < 3) throw new Error('not yet');
      },
    },
    { bus, log },
  );
  await vi.waitFor(() => expect(running.lastRunAt()).toBeInstanceOf(Date));
  expect(rounds).toBeGreaterThanOrEqual(3);
  await running.stop();
});

test('rounds never overlap, and a wake-up during a round makes one more follow', async () => {
  let rounds = 0;
  let inside = 0;
  let finish: () => void = () => undefined;
  const running = runLoop(
    {
      name: 'test',
      critical: true,
      everyMs: 60_000,
      wakeOn: 'queue_changed',
      async run() {
        inside += 1;
        expect(inside).toBe(1);
        rounds += 1;
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        inside -= 1;
      },
    },
    { bus, log },
  );
  bus.emit('queue_changed', {});
  bus.emit('queue_changed', {});
  finish();
  await vi.waitFor(() => expect(rounds).toBe(2));
  finish();
  await vi.waitFor(() => expect(inside).toBe(0));
  const stopped = running.stop();
  await stopped;
  expect(rounds).toBe(2);
});

test('stop waits for the round that runs', async () => {
  let finish: () => void = () => undefined;
  let ended = false;
  const running = runLoop(
    {
      name: 'test',
      critical: true,
      everyMs: 1,
      async run() {
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        ended = true;
      },
    },
    { bus, log },
  );
  const stopped = running.stop();
  finish();
  await stopped;
  expect(ended).toBe(true);
});

test('a flood of wake-ups shares rounds: the loop rests longer than it works', async () => {
  const startedAt: number[] = [];
  const running = runLoop(
    {
      name: 'test',
      critical: true,
      everyMs: 60_000,
      wakeOn: 'queue_changed',
      async run() {
        startedAt.push(performance.now());
        await new Promise((resolve) => setTimeout(resolve, 10));
      },
    },
    { bus, log },
  );
  const flood = setInterval(() => bus.emit('queue_changed', {}), 1);
  await vi.waitFor(() => expect(startedAt.length).toBeGreaterThanOrEqual(4), { timeout: 10_000 });
  clearInterval(flood);
  await running.stop();
  // Three rounds of 10 ms have ended before the fourth began, each with its rest of 40 ms.
  expect((startedAt[3] ?? 0) - (startedAt[0] ?? 0)).toBeGreaterThan(140);
});
