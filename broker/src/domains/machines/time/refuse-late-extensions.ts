import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction, readRows } from '../../../database/db.ts';
import { lockMachine } from '../life/lock-machine.ts';
import { readPendingExtension } from './read-pending-extension.ts';
import { refuseExtension } from './refuse-extension.ts';

const batch = 50;

/** Gives the coins back for time that the lab did not give before the deadline. Answers how many. */
export async function refuseLateExtensions(
  ctx: Pick<BrokerContext, 'db' | 'bus' | 'metrics'>,
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
  for (const { machineId } of late) {
    await inTransaction(ctx.db, async (tx) => {
      await lockMachine(tx, machineId);
      // Looked at again under the lock: the lab may have given it meanwhile.
      const extension = await readPendingExtension(tx, machineId);
      if (!extension?.isLate) return;
      await refuseExtension(tx, ctx, machineId, extension, {
        text: 'The lab did not answer in time.',
        actor: 'system',
      });
    });
  }
  return late.length;
}
