import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction, readRows, type Tx } from '../../../database/db.ts';
import { lockMachine } from '../life/lock-machine.ts';
import { doEachAlone } from '../sweep/do-each-alone.ts';
import { failRestart } from './fail-restart.ts';
import { readPendingRestart } from './pending-restart.ts';

const batch = 50;

/** Restarts that were not done before their deadline have failed. Answers how many. */
export async function failLateRestarts(
  ctx: Pick<BrokerContext, 'db' | 'bus' | 'config' | 'log' | 'metrics'>,
): Promise<number> {
  const late = await readRows(
    ctx.db,
    z.object({ machineId: z.uuid() }),
    sql`
      select machine_id as "machineId" from machine_restarts
      where state = 'pending' and deadline_at <= now()
      order by deadline_at limit ${batch}
    `,
  );
  return doEachAlone(
    ctx,
    late.map(({ machineId }) => machineId),
    {
      fault: 'late_restart',
      act: (machineId) => inTransaction(ctx.db, (tx) => failIfStillLate(tx, ctx, machineId)),
    },
  );
}

/** Looked at again under the lock: it may have come back meanwhile. */
async function failIfStillLate(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'config' | 'metrics'>,
  machineId: string,
): Promise<boolean> {
  const machine = await lockMachine(tx, machineId);
  const restart = await readPendingRestart(tx, machineId);
  if (!machine || !restart?.isLate) return false;
  await failRestart(tx, ctx, machine, restart, 'The machine did not come back in time.');
  return true;
}
