import { expect, test } from 'vitest';
import { limitTries } from './limit-tries.ts';

test('ten wrong tries are followed by a pause of a minute, for that key only', () => {
  let now = 0;
  const tries = limitTries(() => now);
  for (let count = 0; count < 10; count += 1) expect(tries.begin('a')).toBe(true);
  expect([tries.begin('a'), tries.begin('b')]).toEqual([false, true]);
  now = 59_000;
  expect(tries.begin('a')).toBe(false);
  now = 60_001;
  expect(tries.begin('a')).toBe(true);
});

test('a right password forgets the wrong ones', () => {
  const tries = limitTries();
  for (let count = 0; count < 100; count += 1) {
    expect(tries.begin('a')).toBe(true);
    tries.succeeded('a');
  }
});
