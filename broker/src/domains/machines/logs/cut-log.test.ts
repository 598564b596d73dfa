import { expect, test } from 'vitest';
import { capMarker, cutLog } from './cut-log.ts';

const chunk = (seq: number, text = 'x') => ({ seq, text });

test('chunks that came twice or too early are left out', () => {
  const { kept } = cutLog([chunk(5), chunk(3), chunk(2), chunk(3)], { lastSeq: 2, room: 100 });
  expect(kept.map(({ seq }) => seq)).toEqual([3]);
});

test('the chunk that goes over the cap is cut at a whole character and ends with one marker', () => {
  const { kept, bytes, capped } = cutLog([chunk(1, 'aä€b'), chunk(2)], { lastSeq: 0, room: 5 });
  expect(kept).toEqual([{ seq: 1, text: `aä${capMarker}` }]);
  expect(bytes).toBe(5);
  expect(capped).toBe(true);
});

test('a log that fits exactly is not capped', () => {
  expect(cutLog([chunk(1, 'abc')], { lastSeq: 0, room: 3 })).toMatchObject({ bytes: 3, capped: false });
});
