import { expect, test } from 'vitest';
import { aWorker } from '../../testing/data-admin.ts';
import { workerActs } from './describe-worker.ts';

test('a failing worker may be resumed without waiting for its probe, a working one has nothing to resume', () => {
  const failing = { since: '2026-01-01T00:00:00.000Z', reason: 'browser_failed' };
  expect(workerActs(aWorker({ state: 'active', failing })).resume).toBe(true);
  expect(workerActs(aWorker({ state: 'active', failing: null })).resume).toBe(false);
  expect(workerActs(aWorker({ state: 'revoked', failing })).resume).toBe(false);
});
