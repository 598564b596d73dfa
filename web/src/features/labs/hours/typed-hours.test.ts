import { expect, test } from 'vitest';
import { findWindowFaults, toSeatWindows, toTypedWindows } from './typed-hours.ts';

test('what is typed comes back as it was stored, midnight included', () => {
  const stored = [
    { weekday: 1, fromMinute: 510, toMinute: 1080 },
    { weekday: 7, fromMinute: 1200, toMinute: 1440 },
  ];
  expect(toSeatWindows(toTypedWindows(stored))).toEqual(stored);
});

test('an end before the beginning, an overlap and an empty time are told at their input', () => {
  const faults = findWindowFaults([
    { weekday: 1, from: '18:00', to: '08:00' },
    { weekday: 2, from: '08:00', to: '12:00' },
    { weekday: 2, from: '11:00', to: '13:00' },
    { weekday: 3, from: '', to: '13:00' },
    { weekday: 4, from: '20:00', to: '00:00' },
    { weekday: 5, from: '08:00', to: '12:00' },
    { weekday: 5, from: '12:00', to: '13:00' },
  ]);
  expect(faults.map(({ path }) => path.join('.'))).toEqual(['0.to', '2.from', '3.from']);
});
