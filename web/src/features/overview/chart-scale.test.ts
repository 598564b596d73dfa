import { expect, test } from 'vitest';
import { chartScale } from './chart-scale.ts';

test.each([
  [[], { low: 0, high: 1 }],
  [[0, 37], { low: 0, high: 50 }],
  [[100], { low: 0, high: 100 }],
  [[640, -3], { low: -5, high: 1000 }],
])('the axis of %j', (values, scale) => {
  expect(chartScale(values)).toEqual(scale);
});
