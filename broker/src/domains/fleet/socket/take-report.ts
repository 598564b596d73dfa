import type { ReportAck } from '@coinslot/shared/worker-messages/report-ack.ts';
import type { Report } from '@coinslot/shared/worker-messages/report.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction, readRows, type Tx } from '../../../database/db.ts';
import { readOpenLease } from '../../leases/index.ts';
import { applyReport, endMachine, lockMachine } from '../../machines/index.ts';
import type { LiveSession } from './connection.ts';

type Outcome = Pick<ReportAck, 'outcome' | 'detail'>;

/**
 * Applies one report and counts it, in one transaction: a repeated report has no second effect. Throws when the report
 * could not be applied (our mistake or the database's): then it was not counted and the worker sends it again.
 */
export async function takeReport(ctx: BrokerContext, session: LiveSession, report: Report): Promise<Outcome> {
  return await inTransaction(ctx.db, async (tx) => {
    // The machine before the worker: the one order of locks (see lockMachine).
    await lockMachine(tx, report.machineId);
    if (!(await countReport(tx, session, report.seq))) return { outcome: 'duplicate', detail: null };
    const claim = { workerId: session.workerId, machineId: report.machineId, epoch: report.epoch };
    const outcome = await applyReport(tx, ctx, claim, report.body);
    if (report.body.kind === 'ready' && outcome.outcome === 'applied') await forgiveFailures(tx, session);
    return outcome;
  });
}

/** After too many failures of one report: it is counted unapplied and its machine ended with a refund, rather than stuck. */
export async function giveUpReport(
  ctx: BrokerContext,
  session: LiveSession,
  report: Report,
): Promise<Outcome> {
  return await inTransaction(ctx.db, async (tx) => {
    await lockMachine(tx, report.machineId);
    if (!(await countReport(tx, session, report.seq))) return { outcome: 'duplicate', detail: null };
    const lease = await readOpenLease(tx, report.machineId);
    if (lease?.workerId === session.workerId && lease.epoch === report.epoch) {
      await endMachine(tx, ctx, report.machineId, {
        reason: 'provision_failed',
        failure: 'internal',
        detail: 'The broker could not understand what its worker reported.',
        actor: 'system',
      });
    }
    return { outcome: 'refused', detail: 'The broker failed on this report and ended the machine.' };
  });
}

/** A machine became ready there: the worker is well again. */
async function forgiveFailures(tx: Tx, { workerId }: LiveSession): Promise<void> {
  await tx.execute(sql`update workers set failures = 0 where id = ${workerId} and failures > 0`);
}

async function countReport(tx: Tx, session: LiveSession, seq: number): Promise<boolean> {
  const rows = await readRows(
    tx,
    CountedBy,
    sql`
      update workers set report_seq = ${seq}
      where id = ${session.workerId} and boot_id = ${session.bootId} and report_seq < ${seq}
      returning id
    `,
  );
  return rows.length === 1;
}

const CountedBy = z.object({ id: z.uuid() });
