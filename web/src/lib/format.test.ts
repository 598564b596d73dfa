import { expect, test } from 'vitest';
import { formatCountdown, formatElapsed, formatMegabytes, formatMinutes } from './format.ts';

test('countdowns show whole seconds and end at zero', () => {
  expect(formatCountdown(3_723_000)).toBe('1:02:03');
  expect(formatCountdown(599_001)).toBe('10:00');
  expect(formatCountdown(-5)).toBe('0:00');
});

test('durations read like speech', () => {
  expect([1, 45, 60, 90, 120].map(formatMinutes)).toEqual([
    '1 minute',
    '45 minutes',
    '1 hour',
    '1 h 30 min',
    '2 hours',
  ]);
  expect([800, 12_000, 184_000].map(formatElapsed)).toEqual(['0.8 s', '12 s', '3 min 04 s']);
});

test('memory changes its unit at 1,024 MB', () => {
  expect([512, 1024, 1536].map(formatMegabytes)).toEqual(['512 MB', '1 GB', '1.5 GB']);
});
