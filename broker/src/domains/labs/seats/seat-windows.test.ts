import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findOverlap, toMinuteRanges, toSeatWindows } from './seat-windows.ts';

const nineToFive = { weekday: 1, fromMinute: 540, toMinute: 1020 };

test('a window is minutes of the week', () => {
  expect(toMinuteRanges([nineToFive, { weekday: 7, fromMinute: 0, toMinute: 1440 }])).toEqual([
    [540, 1020],
    [8640, 10_080],
  ]);
});

test('what passes midnight comes back as one window of each day', () => {
  expect(toSeatWindows([[1380, 1500]])).toEqual([
    { weekday: 1, fromMinute: 1380, toMinute: 1440 },
    { weekday: 2, fromMinute: 0, toMinute: 60 },
  ]);
  expect(toSeatWindows([[0, 10_080]])).toHaveLength(7);
});

test('windows that touch do not overlap; ones that share a minute do, and the later one is named', () => {
  expect(findOverlap([nineToFive, { weekday: 1, fromMinute: 1020, toMinute: 1080 }])).toBe(-1);
  expect(findOverlap([nineToFive, { weekday: 2, fromMinute: 600, toMinute: 700 }])).toBe(-1);
  expect(findOverlap([nineToFive, { weekday: 1, fromMinute: 1019, toMinute: 1080 }])).toBe(1);
});

test('any set of windows of days comes back as it went in', () => {
  const days = fc.uniqueArray(
    fc
      .tuple(
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 0, max: 1438 }),
        fc.integer({ min: 1, max: 1440 }),
      )
      .filter(([, from, to]) => from < to)
      .map(([weekday, fromMinute, toMinute]) => ({ weekday, fromMinute, toMinute })),
    { selector: ({ weekday }) => weekday },
  );
  fc.assert(
    fc.property(days, (windows) => {
      const sorted = windows.toSorted((a, b) => a.weekday - b.weekday);
      expect(toSeatWindows(toMinuteRanges(sorted))).toEqual(sorted);
    }),
  );
});
