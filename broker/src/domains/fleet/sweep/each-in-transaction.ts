import type { BrokerContext } from '../../../context.ts';
import { inTransaction, type Tx } from '../../../database/db.ts';
import type { FaultKind } from '../../../observability/fault-counter.ts';

/**
 * Acts on each row in a transaction of its own, one after the other: one machine that cannot be dealt with must not keep
 * the others. What fails is logged and tried again in the next round. Answers how many times `act` said true.
 */
export async function eachInTransaction<Row extends { machine_id: string }>(
  ctx: BrokerContext,
  kind: FaultKind,
  rows: readonly Row[],
  act: (tx: Tx, row: Row) => Promise<boolean>,
): Promise<number> {
  let done = 0;
  for (const row of rows) {
    try {
      if (await inTransaction(ctx.db, (tx) => act(tx, row))) done += 1;
    } catch (error) {
      ctx.metrics.faults.inc({ kind });
      ctx.log.error({ err: error, machineId: row.machine_id, kind }, 'a sweep failed on one machine');
    }
  }
  return done;
}
