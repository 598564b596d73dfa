import { expect, it } from 'vitest';
import { closingLine } from './closing-line.ts';
import { describeSpread, median, percentile } from './figures.ts';
import { measureSideBySide } from './side-by-side.ts';

it('takes the middle of an odd and of an even number of values', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(() => median([])).toThrow('nothing was measured');
});

it('takes as a percentile a value that was measured', () => {
  const values = Array.from({ length: 100 }, (_, index) => index + 1);
  expect([percentile(values, 0.99), percentile(values, 0.5), percentile([7], 0.99)]).toEqual([99, 50, 7]);
});

it('measures both sides in every round, in turns first', async () => {
  const order: string[] = [];
  const side = (name: string) => async () => {
    order.push(name);
    return await Promise.resolve(order.length);
  };
  const samples = await measureSideBySide({ ours: side('ours'), theirs: side('theirs') }, { rounds: 2 });
  expect(order).toEqual(['ours', 'theirs', 'theirs', 'ours']);
  expect(samples).toEqual({ ours: [1, 4], theirs: [2, 3] });
});

it('ends with one line that says ratio and goal', () => {
  expect(describeSpread([1200, 1000, 1100])).toBe('1,100 (1,000 … 1,200)');
  expect(closingLine({ name: 'purchase', goal: { ratio: 0.6 } }, 0.6149)).toBe(
    'purchase: ratio 0.61, goal 0.6',
  );
});
