import { expect, it } from 'vitest';
import { closingLine, describeOutcome } from './closing-line.ts';
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
  expect(closingLine({ name: 'purchase', goal: { ratio: 0.6 }, ratio: 0.6149 })).toBe(
    'purchase: ratio 0.61, goal 0.6',
  );
});

it('says in words whether the goal was reached, and when the host was busy', () => {
  const quiet = { load: 0.4, processors: 2 };
  const atLeast = { name: 'logs', goal: { ratio: 0.6, isReachedBy: 'at least' } } as const;
  const atMost = { name: 'memory', goal: { ratio: 1.5, isReachedBy: 'at most' } } as const;
  expect(describeOutcome([{ ...atLeast, ratio: 0.61 }], quiet)).toEqual([
    'The goal was reached: 0.61, where at least 0.6 is wanted.',
  ]);
  expect(describeOutcome([{ ...atLeast, ratio: 0.55 }], quiet)[0]).toContain('missed');
  expect(describeOutcome([{ ...atMost, ratio: 1.6 }], quiet)[0]).toContain('missed');
  const both = [
    { ...atLeast, ratio: 0.5 },
    { ...atMost, ratio: 1.5 },
  ];
  expect(describeOutcome(both, { load: 6.8, processors: 2 })).toEqual([
    'logs: The goal was missed: 0.50, where at least 0.6 is wanted.',
    'memory: The goal was reached: 1.50, where at most 1.5 is wanted.',
    expect.stringContaining('load 6.8 on 2 processors'),
  ]);
});
