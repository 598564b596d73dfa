import { expect, test } from 'vitest';
import { createLease, waitForLease } from './lease.ts';

test('a lease has no time before the first answer, then what the answer says less the age of the question', () => {
  const lease = createLease();
  expect(lease.remainingMs()).toBe(0);
  lease.renew(60_000, 0);
  expect(lease.remainingMs()).toBeGreaterThan(59_900);
  lease.renew(60_000, 50_000);
  expect(lease.remainingMs()).toBeLessThanOrEqual(10_000);
  lease.renew(60_000, 61_000);
  expect(lease.remainingMs()).toBe(0);
});

test('whoever wants to act waits for a renewal that outlasts the act, and is refused when his time is over first', async () => {
  const lease = createLease();
  lease.renew(500, 0);
  const waiting = waitForLease(lease, 1000, new AbortController().signal);
  lease.renew(5000, 0);
  await waiting;
  await expect(waitForLease(lease, 60_000, AbortSignal.timeout(150))).rejects.toThrow('The lease ran short');
});
