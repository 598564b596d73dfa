import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';

/** Counts, after the commit, a machine that is given up in the queue although its member was told when it would be ready. */
export async function countMissedWait(
  tx: Tx,
  ctx: Pick<BrokerContext, 'metrics'>,
  machineId: string,
): Promise<void> {
  const told = await tx.execute(
    sql`select from machines where id = ${machineId} and told_wait_to_ms is not null`,
  );
  if (told.rowCount === 1) tx.afterCommit(() => ctx.metrics.queueWaitsTold.inc({ outcome: 'missed' }));
}
