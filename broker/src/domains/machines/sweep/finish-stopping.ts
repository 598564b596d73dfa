import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction, readRows } from '../../../database/db.ts';
import { completeStop } from '../life/complete-stop.ts';
import { lockMachine } from '../life/lock-machine.ts';

/**
 * `stopping → stopped` for machines whose lab did not confirm in time: the member need not wait for it. Lease and seat stay
 * until the lab has ended.
 *
 * @returns how many were finished
 */
export async function finishStopping(ctx: Pick<BrokerContext, 'db' | 'bus' | 'config'>): Promise<number> {
  const { stoppingDeadlineMs } = ctx.config.machines;
  return inTransaction(ctx.db, async (tx) => {
    const due = await readRows(
      tx,
      z.object({ id: z.uuid() }),
      sql`
        select id from machines
        where state = 'stopping' and stopping_at <= now() - ${stoppingDeadlineMs} * interval '1 millisecond'
        order by stopping_at limit 20
        for update skip locked
      `,
    );
    for (const { id } of due) {
      const machine = await lockMachine(tx, id);
      if (machine) await completeStop(tx, ctx, machine);
    }
    return due.length;
  });
}
