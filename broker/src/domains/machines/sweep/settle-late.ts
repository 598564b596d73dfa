import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction, readRows, type Tx } from '../../../database/db.ts';
import type { FaultKind } from '../../../observability/fault-counter.ts';
import { doEachAlone } from './do-each-alone.ts';

const batch = 50;

export interface LateOrders {
  /** Where they stand: a table with `machine_id`, `state` ('pending') and `deadline_at`. */
  table: SQL;
  fault: FaultKind;
  /** Locks the machine and looks again: the answer may have come meanwhile. True when it was late and is settled now. */
  settle: (tx: Tx, machineId: string) => Promise<boolean>;
}

/** Settles what was asked of a lab and not answered before its deadline, each in a transaction of its own. Answers how many. */
export async function settleLate(
  ctx: Pick<BrokerContext, 'db' | 'log' | 'metrics'>,
  { table, fault, settle }: LateOrders,
): Promise<number> {
  const late = await readRows(
    ctx.db,
    z.object({ machineId: z.uuid() }),
    sql`
      select machine_id as "machineId" from ${table}
      where state = 'pending' and deadline_at <= now()
      order by deadline_at limit ${batch}
    `,
  );
  return doEachAlone(
    ctx,
    late.map(({ machineId }) => machineId),
    { fault, act: (machineId) => inTransaction(ctx.db, (tx) => settle(tx, machineId)) },
  );
}
