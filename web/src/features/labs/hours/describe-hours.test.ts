import { expect, test } from 'vitest';
import { describeHours } from './describe-hours.ts';

function on(days: readonly number[], fromMinute: number, toMinute: number) {
  return days.map((weekday) => ({ weekday, fromMinute, toMinute }));
}

test('neighbouring days with the same times become one line', () => {
  const week = [...on([1, 2, 3, 4, 5], 480, 1080), ...on([6], 600, 840)];
  expect(describeHours(week)).toEqual(['Mon–Fri 08:00–18:00', 'Sat 10:00–14:00']);
});

test('a gap between days or within a day stays visible', () => {
  const week = [...on([1, 3], 780, 1020), ...on([1], 480, 720)];
  expect(describeHours(week)).toEqual(['Mon 08:00–12:00, 13:00–17:00', 'Wed 13:00–17:00']);
});

test('whole days and midnight read as people say them', () => {
  expect(describeHours([...on([6, 7], 0, 1440), ...on([1], 1200, 1440)])).toEqual([
    'Mon 20:00–24:00',
    'Sat–Sun all day',
  ]);
  expect(describeHours([])).toEqual(['At any time']);
});
