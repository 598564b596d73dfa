import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction, readRows } from '../../../database/db.ts';
import { lockMachine } from '../life/lock-machine.ts';
import { failRestart } from './fail-restart.ts';
import { readPendingRestart } from './pending-restart.ts';

const batch = 50;

/** Restarts that were not done before their deadline have failed. Answers how many. */
export async function failLateRestarts(
  ctx: Pick<BrokerContext, 'db' | 'bus' | 'config' | 'metrics'>,
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
  for (const { machineId } of late) {
    await inTransaction(ctx.db, async (tx) => {
      const machine = await lockMachine(tx, machineId);
      // Looked at again under the lock: it may have come back meanwhile.
      const restart = await readPendingRestart(tx, machineId);
      if (!machine || !restart?.isLate) return;
      await failRestart(tx, ctx, machine, restart, 'The machine did not come back in time.');
    });
  }
  return late.length;
}
