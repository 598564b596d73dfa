import { expect, test } from 'vitest';
import { limitTries } from './limit-tries.ts';

test('ten wrong tries are followed by a pause of a minute, for that key only', () => {
  let now = 0;
  const tries = limitTries(() => now);
  for (let count = 0; count < 10; count += 1) {
    expect(tries.isPaused('a')).toBe(false);
    tries.countWrong('a');
  }
  expect([tries.isPaused('a'), tries.isPaused('b')]).toEqual([true, false]);
  now = 60_000;
  expect(tries.isPaused('a')).toBe(true);
  now = 60_001;
  expect(tries.isPaused('a')).toBe(false);
  tries.countWrong('a');
  expect(tries.isPaused('a')).toBe(false);
});

test('a right password forgets the wrong ones', () => {
  const tries = limitTries();
  for (let count = 0; count < 100; count += 1) {
    expect(tries.isPaused('a')).toBe(false);
    tries.countWrong('a');
    tries.forget('a');
  }
});
