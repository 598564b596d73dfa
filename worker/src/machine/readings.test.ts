import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createReadings } from './readings.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a check is numbered and ages; what failed, and the first that works again, is news', () => {
  const news = vi.fn();
  const readings = createReadings({ activityLastsMs: 1000, news });
  expect(readings.health()).toBeNull();
  const good = { ok: true, latencyMs: 4, fault: null };
  const bad = { ok: false, latencyMs: null, fault: 'refused' } as const;
  for (const check of [good, bad, bad, good, good]) readings.checked(check);
  vi.advanceTimersByTime(700);
  expect(readings.health()).toEqual({ n: 5, agoMs: 700, ...good });
  expect(news).toHaveBeenCalledTimes(3);
});

test('idle time ages, use does not, and neither outlives the word of the lab', () => {
  const readings = createReadings({ activityLastsMs: 1000, news: () => {} });
  readings.sawActivity(5000);
  vi.advanceTimersByTime(400);
  expect(readings.idleForMs()).toBe(5400);
  readings.sawActivity(0);
  vi.advanceTimersByTime(900);
  expect(readings.idleForMs()).toBe(0);
  vi.advanceTimersByTime(200);
  expect(readings.idleForMs()).toBeNull();
});
