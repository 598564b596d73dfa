import { expect, test } from 'vitest';
import { createStartGrace } from './start-grace.ts';

test('the grace is over when its time has passed since the start, at once when there is none', () => {
  let nowMs = 5_000;
  const isOver = createStartGrace(100, () => nowMs);
  expect(isOver()).toBe(false);
  nowMs += 99;
  expect(isOver()).toBe(false);
  nowMs += 1;
  expect(isOver()).toBe(true);
  expect(createStartGrace(0, () => nowMs)()).toBe(true);
});
