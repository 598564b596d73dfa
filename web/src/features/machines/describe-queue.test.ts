import { expect, test } from 'vitest';
import { describePlace, describeWait } from './describe-queue.ts';

const place = {
  position: 3,
  of: 7,
  wait: { fromSeconds: 130, toSeconds: 290, givesUpAfterSeconds: null },
  blocked: null,
  givesUpAt: '2026-11-21T12:15:00.000Z',
};

test('place and wait are plain words', () => {
  expect(describePlace(place)).toBe('3rd of 7');
  expect(describeWait(place)).toBe('Ready in about 2 to 5 min.');
});

test('a wait that is longer than anybody waits is no promise', () => {
  const wait = { fromSeconds: 3600, toSeconds: 3900, givesUpAfterSeconds: 900 };
  expect(describeWait({ ...place, wait })).toBe('Probably not before 60 min: longer than anybody waits.');
});

test('what stands in the way is said instead of a time', () => {
  expect(describeWait({ ...place, blocked: 'no_worker' })).toContain('No worker of this pool is running');
});

test('without measurements no time is made up', () => {
  expect(describeWait({ ...place, wait: null })).toContain('cannot be told yet');
});
