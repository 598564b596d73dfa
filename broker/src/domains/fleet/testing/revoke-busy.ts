import { strict as assert } from 'node:assert';
import { sql } from 'drizzle-orm';
import type { FakeWorker } from '../../../testing/fake-worker.ts';
import type { FleetWorld } from './fleet-world.ts';

const closedWithinMs = 5000;

/**
 * Revokes these workers in the middle of their work; they go on as if nothing had happened. Answers how many writes they tried
 * afterwards. Throws AssertionError when one of them was accepted, or when a socket was still open after five seconds.
 */
export async function revokeBusy(world: FleetWorld, workers: readonly FakeWorker[]): Promise<number> {
  const held = workers.map((worker) => worker.assignments);
  const revokedAt = await Promise.all(workers.map((worker) => revoke(world, worker)));
  const before = await writesOf(world, workers);
  const tried = await Promise.all(
    workers.map(async (worker, at) => {
      const count = await goOnWriting(worker, held[at] ?? []);
      assert.equal(await worker.closed(), 4403);
      const tookMs = performance.now() - (revokedAt[at] ?? 0);
      assert.ok(
        tookMs < closedWithinMs,
        `a revoked worker's socket was closed after ${Math.round(tookMs)} ms`,
      );
      await assert.rejects(() => worker.connect(), /4403/, 'a revoked worker joined');
      return count;
    }),
  );
  assert.deepEqual(await writesOf(world, workers), before, 'a write of a revoked worker was accepted');
  return tried.reduce((sum, count) => sum + count, 0);
}

async function revoke(world: FleetWorld, { identity }: FakeWorker): Promise<number> {
  const path = `/api/v1/admin/workers/${identity.workerId}/revoke`;
  assert.equal((await world.admin.post(path, { reason: 'stolen' })).status, 204);
  return performance.now();
}

async function goOnWriting(worker: FakeWorker, held: FakeWorker['assignments']): Promise<number> {
  const chunk = { seq: 1_000_000, at: new Date().toISOString(), source: 'worker' as const, text: 'late' };
  const acts = held.flatMap((machine) => [
    worker.report(machine, { kind: 'accepted' }).then(({ outcome }) => outcome),
    worker.logs(machine, [chunk]).then(() => 'answered'),
  ]);
  const outcomes = await Promise.all(acts.map((act) => act.catch(() => 'unanswered')));
  assert.ok(!outcomes.includes('applied'), 'a report of a revoked worker was applied');
  return acts.length;
}

/** What workers wrote: reports that counted, and late lines. */
async function writesOf(world: FleetWorld, workers: readonly FakeWorker[]): Promise<unknown> {
  const ids = workers.map(({ identity }) => identity.workerId);
  const { rows } = await world.broker.database.db.execute(sql`
    select (select sum(report_seq) from workers where id = any(${sql.param(ids)}::uuid[])) as reports,
      (select count(*) from machine_logs where text = 'late') as lines
  `);
  return rows[0];
}
