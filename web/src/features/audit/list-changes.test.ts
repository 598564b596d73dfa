import { expect, test } from 'vitest';
import { listChanges } from './list-changes.ts';

test('only what is different is told, nested fields by their path', () => {
  const before = { name: 'Lab', limits: { each: 2, all: 9 }, labels: ['a', 'b'], note: null };
  const after = { name: 'Lab', limits: { each: 3, all: 9 }, labels: ['a'], note: 'x' };
  expect(listChanges(before, after)).toEqual([
    { field: 'limits.each', before: '2', after: '3' },
    { field: 'labels', before: 'a, b', after: 'a' },
    { field: 'note', before: '–', after: 'x' },
  ]);
});

test('what is new or gone stands on one side alone', () => {
  expect(listChanges(null, { coins: 5 })).toEqual([{ field: 'coins', before: null, after: '5' }]);
  expect(listChanges({ coins: 5 }, null)).toEqual([{ field: 'coins', before: '5', after: null }]);
  expect(listChanges(null, null)).toEqual([]);
});
