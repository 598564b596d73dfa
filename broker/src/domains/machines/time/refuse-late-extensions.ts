import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction, readRows, type Tx } from '../../../database/db.ts';
import { lockMachine } from '../life/lock-machine.ts';
import { doEachAlone } from '../sweep/do-each-alone.ts';
import { readPendingExtension } from './read-pending-extension.ts';
import { refuseExtension } from './refuse-extension.ts';

const batch = 50;

/** Gives the coins back for time that the lab did not give before the deadline. Answers how many. */
export async function refuseLateExtensions(
  ctx: Pick<BrokerContext, 'db' | 'bus' | 'log' | 'metrics'>,
): Promise<number> {
  const late = await readRows(
    ctx.db,
    z.object({ machineId: z.uuid() }),
    sql`
      select machine_id as "machineId" from machine_extensions
      where state = 'pending' and deadline_at <= now()
      order by deadline_at limit ${batch}
    `,
  );
  return doEachAlone(
    ctx,
    late.map(({ machineId }) => machineId),
    {
      fault: 'late_extension',
      act: (machineId) => inTransaction(ctx.db, (tx) => refuseIfStillLate(tx, ctx, machineId)),
    },
  );
}

/** Looked at again under the lock: the lab may have given it meanwhile. */
async function refuseIfStillLate(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'metrics'>,
  machineId: string,
): Promise<boolean> {
  await lockMachine(tx, machineId);
  const extension = await readPendingExtension(tx, machineId);
  if (!extension?.isLate) return false;
  await refuseExtension(tx, ctx, machineId, extension, {
    text: 'The lab did not answer in time.',
    actor: 'system',
  });
  return true;
}
