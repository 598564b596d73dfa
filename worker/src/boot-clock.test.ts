import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { bootNowMs } from './boot-clock.ts';

test('the clock goes on, as fast as the other one', async () => {
  const [bootAt, steadyAt] = [bootNowMs(), performance.now()];
  await sleep(60);
  const drift = bootNowMs() - bootAt - (performance.now() - steadyAt);
  expect(Number.isFinite(bootAt)).toBe(true);
  expect(Math.abs(drift)).toBeLessThan(25);
});
