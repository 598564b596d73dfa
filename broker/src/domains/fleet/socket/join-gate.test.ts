import { expect, test } from 'vitest';
import { createJoinGate } from './join-gate.ts';

test('two hundred workers that come at once and again within 15 s are in within half a minute, thirty a second at most', () => {
  let nowMs = 0;
  const gate = createJoinGate(30, () => nowMs);
  let dice = 7;
  const random = (): number => (dice = (dice * 1_664_525 + 1_013_904_223) % 4_294_967_296) / 4_294_967_296;
  let waiting = Array.from({ length: 200 }, (_, n) => ({ id: `worker ${n}`, at: 0 }));
  const joinedAt: number[] = [];
  for (nowMs = 0; waiting.length > 0; nowMs += 10) {
    const due = waiting.filter(({ at }) => at <= nowMs);
    waiting = waiting.filter(({ at }) => at > nowMs);
    for (const { id } of due) {
      if (gate.mayJoin(id)) joinedAt.push(nowMs);
      else waiting.push({ id, at: nowMs + random() * 15_000 });
    }
  }
  expect(joinedAt).toHaveLength(200);
  expect(Math.max(...joinedAt)).toBeLessThan(30_000);
  for (let from = 0; from < 30_000; from += 10)
    expect(joinedAt.filter((at) => at >= from && at < from + 1000).length).toBeLessThanOrEqual(30);
});

test('a worker that joins over and over takes its own places only, and gets in again as soon as it is calm', () => {
  let nowMs = 0;
  const gate = createJoinGate(30, () => nowMs);
  let loud = 0;
  for (let n = 0; n < 10_000; n += 1) {
    nowMs += 1;
    if (gate.mayJoin('loud')) loud += 1;
  }
  // 10 s: a tenth of each second, and 20 at once.
  expect(loud).toBeLessThanOrEqual(50);
  for (let n = 0; n < 26; n += 1) expect(gate.mayJoin(`other ${n}`)).toBe(true);
  nowMs += 3000;
  expect(gate.mayJoin('loud')).toBe(true);
});
