import { expect, test } from 'vitest';
import { abortAfter } from './pause.ts';

test.each([0.4, 12.75, -3])('a time of %d ms is a time', async (ms) => {
  const signal = abortAfter(ms);
  await expect.poll(() => signal.aborted).toBe(true);
});
