import { expect, test } from 'vitest';
import { findMatches, splitAtMatches } from './find-matches.ts';

const at = '2026-01-01T00:00:00.000Z';

test('lines are found whatever their case', () => {
  const lines = ['Error one', 'fine', 'an ERROR'].map((text) => ({ text, at, source: 'machine' as const }));
  expect(findMatches(lines, 'error')).toEqual([0, 2]);
  expect(findMatches(lines, '')).toEqual([]);
});

test('a line is cut so that every second piece is a match', () => {
  expect(splitAtMatches('abcABCab', 'ab')).toEqual(['', 'ab', 'c', 'AB', 'C', 'ab', '']);
  expect(splitAtMatches('İİ ab', 'ab')).toEqual(['İİ ab']);
});
