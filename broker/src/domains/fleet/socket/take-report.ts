import type { ReportAck } from '@coinslot/shared/worker-messages/report-ack.ts';
import type { Report } from '@coinslot/shared/worker-messages/report.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction, readRows, type Tx } from '../../../database/db.ts';
import { readOpenLease } from '../../leases/index.ts';
import { applyReport, endMachine, lockMachine } from '../../machines/index.ts';
import { countFailure, workersOwn } from '../failing/count-failure.ts';
import type { LiveSession } from './connection.ts';
import type { ReportName } from './parse-up-message.ts';

type Outcome = Pick<ReportAck, 'outcome' | 'detail'>;

/**
 * Applies one report and counts it, in one transaction: a repeated report has no second effect. Throws when the report
 * could not be applied (our mistake or the database's): then it was not counted and the worker sends it again.
 */
export async function takeReport(ctx: BrokerContext, session: LiveSession, report: Report): Promise<Outcome> {
  return await inTransaction(ctx.db, async (tx) => {
    // The machine before the worker: the one order of locks (see lockMachine).
    await lockMachine(tx, report.machineId);
    const counted = await countReport(tx, session, report.seq);
    if (counted !== 'counted') return uncounted[counted];
    const claim = { workerId: session.workerId, machineId: report.machineId, epoch: report.epoch };
    const outcome = await applyReport(tx, ctx, claim, report.body);
    if (outcome.outcome === 'applied') await judgeWorker(tx, ctx, session, report);
    return outcome;
  });
}

/**
 * After too many failures of one report, or when it says what no report may: it is counted unapplied and its machine ended with a
 * refund, rather than stuck.
 */
export async function giveUpReport(
  ctx: BrokerContext,
  session: LiveSession,
  report: ReportName,
): Promise<Outcome> {
  return await inTransaction(ctx.db, async (tx) => {
    await lockMachine(tx, report.machineId);
    const counted = await countReport(tx, session, report.seq);
    if (counted !== 'counted') return uncounted[counted];
    const lease = await readOpenLease(tx, report.machineId);
    if (lease?.workerId === session.workerId && lease.epoch === report.epoch) {
      await endMachine(tx, ctx, report.machineId, {
        reason: 'provision_failed',
        failure: 'internal',
        detail: 'The broker could not understand what its worker reported.',
        actor: 'system',
      });
    }
    return { outcome: 'refused', detail: 'The broker could not take this report and ended the machine.' };
  });
}

/** A machine became ready there: the worker is well. It failed for a reason of its own: that counts. */
async function judgeWorker(
  tx: Tx,
  ctx: BrokerContext,
  { workerId }: LiveSession,
  { machineId, body }: Report,
): Promise<void> {
  if (body.kind === 'ready') {
    await tx.execute(sql`update workers set failures = 0 where id = ${workerId} and failures > 0`);
    await observeWait(tx, ctx, machineId);
  }
  const kind = body.kind === 'failed' ? workersOwn(body.failure) : null;
  if (kind !== null) await countFailure(tx, ctx, { workerId, machineId, kind });
}

/** How true what the member was told has become: the real wait over the upper bound. Only of what became ready just now. */
async function observeWait(tx: Tx, ctx: BrokerContext, machineId: string): Promise<void> {
  const [wait] = await readRows(
    tx,
    z.object({ ratio: z.number() }),
    sql`
      select (extract(epoch from ready_at - requested_at) * 1000 / told_wait_to_ms)::float8 as ratio
      from machines where id = ${machineId} and ready_at = now() and told_wait_to_ms > 0
    `,
  );
  if (!wait) return;
  tx.afterCommit(() => {
    ctx.metrics.queueWaitToldRatio.observe(wait.ratio);
    ctx.metrics.queueWaitsTold.inc({ outcome: wait.ratio <= 1 ? 'kept' : 'missed' });
  });
}

/** `void`: the worker's key was revoked or locked since it joined; its socket is about to be closed, and nothing it says counts. */
async function countReport(
  tx: Tx,
  session: LiveSession,
  seq: number,
): Promise<'counted' | 'duplicate' | 'void'> {
  const rows = await readRows(
    tx,
    CountedBy,
    sql`
      with reported as (
        select id, report_seq, state in ('revoked', 'locked') as is_void from workers
        where id = ${session.workerId} and boot_id = ${session.bootId} for no key update
      ), counted as (
        update workers w set report_seq = ${seq} from reported r
        where w.id = r.id and not r.is_void and r.report_seq < ${seq}
        returning w.id
      )
      select r.is_void, exists (select from counted) as is_counted from reported r
    `,
  );
  const row = rows[0];
  if (row?.is_void) return 'void';
  return row?.is_counted ? 'counted' : 'duplicate';
}

const uncounted = {
  duplicate: { outcome: 'duplicate', detail: null },
  void: { outcome: 'stale_epoch', detail: 'The key of this worker counts no more.' },
} satisfies Record<string, Outcome>;

const CountedBy = z.object({ is_void: z.boolean(), is_counted: z.boolean() });
