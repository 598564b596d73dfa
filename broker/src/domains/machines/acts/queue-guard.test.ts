import { expect, test } from 'vitest';
import { createQueueGuard } from './queue-guard.ts';

test('counts at first, then once a second, and for every purchase when the queue looks full', () => {
  let now = 0;
  const guard = createQueueGuard(3, () => now);
  expect(guard.lengthToCount()).toBe(3);
  guard.counted(0);
  guard.bought();
  expect(guard.lengthToCount()).toBeNull();
  guard.bought();
  guard.bought();
  expect(guard.lengthToCount()).toBe(3);
  guard.counted(1);
  expect(guard.lengthToCount()).toBeNull();
  now = 1000;
  expect(guard.lengthToCount()).toBe(3);
});

test('a limit of none refuses by a count each time', () => {
  const guard = createQueueGuard(0);
  guard.counted(0);
  expect(guard.lengthToCount()).toBe(0);
});
