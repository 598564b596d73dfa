import { expect, test } from 'vitest';
import { describeLessThan, warningTimes } from './warning-times.ts';

test('a machine is warned about 10 and 2 minutes before its end, a short one not from its first second', () => {
  expect(warningTimes({ durationMinutes: 60 })).toEqual({ firstMs: 600_000, lastMs: 120_000 });
  expect(warningTimes({ durationMinutes: 15 })).toEqual({ firstMs: 225_000, lastMs: 90_000 });
  expect(warningTimes({ durationMinutes: 5 })).toEqual({ firstMs: 75_000, lastMs: 30_000 });
});

test('the time before the end is said in minutes, and in seconds below two of them', () => {
  expect(describeLessThan(600_000)).toBe('less than 10 minutes');
  expect(describeLessThan(225_000)).toBe('less than 4 minutes');
  expect(describeLessThan(90_000)).toBe('less than 90 seconds');
});
