import { expect, test } from 'vitest';
import { isKeptRightly, type MemberStop, type Stretch } from './may-keep.ts';

const minuteMs = 60_000;
const hour = (kept: number, changes: Partial<Stretch> = {}): Stretch => {
  return { state: 'captured', price: 10, lengthMs: 60 * minuteMs, kept, ...changes };
};

/** Stopped after so many minutes of its purchased hour, and of the half hour that was bought after it. */
function stopped(usedMinutes: number, stretches: Stretch[], changes: Partial<MemberStop> = {}): MemberStop {
  const lengthMs = stretches.reduce((sum, one) => sum + (one.state === 'captured' ? one.lengthMs : 0), 0);
  const usedMs = usedMinutes * minuteMs;
  const usedUntilMs = [usedMs, usedMs + 1000] as const;
  return { givesBackUnused: true, expiresAtMs: lengthMs, usedUntilMs, stretches, ...changes };
}

test('where nothing is given back the whole price is kept, and neither less nor more', () => {
  const kept = (coins: number) => isKeptRightly(stopped(1, [hour(coins)], { givesBackUnused: false }));
  expect([9, 10, 11].map(kept)).toEqual([false, true, false]);
});

test('where unused time is given back, what was used is kept, rounded for the house; a boundary may fall while it is decided', () => {
  const kept = (minutes: number) => (coins: number) => isKeptRightly(stopped(minutes, [hour(coins)]));
  expect([0, 1, 2, 10].map(kept(1))).toEqual([false, true, false, false]);
  expect([4, 5, 6, 7].map(kept(30))).toEqual([false, true, true, false]);
});

test('each stretch is paid for by itself, and one that was never earned costs nothing', () => {
  const more = (kept: number): Stretch => hour(kept, { price: 6, lengthMs: 30 * minuteMs });
  expect(isKeptRightly(stopped(70, [more(3), hour(10)]))).toBe(true);
  expect(isKeptRightly(stopped(70, [more(6), hour(10)]))).toBe(false);
  expect(isKeptRightly(stopped(10.5, [more(0), hour(2)]))).toBe(true);
  expect(isKeptRightly(stopped(10.5, [more(1), hour(2)]))).toBe(false);
  const released = hour(0, { state: 'released' });
  expect(isKeptRightly(stopped(10.5, [released, hour(2)]))).toBe(true);
  expect(isKeptRightly(stopped(10.5, [hour(0, { state: 'held' }), hour(2)]))).toBe(false);
});
