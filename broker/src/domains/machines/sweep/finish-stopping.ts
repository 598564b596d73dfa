import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction, readRows, type Tx } from '../../../database/db.ts';
import { completeStop } from '../life/complete-stop.ts';
import { lockMachine } from '../life/lock-machine.ts';
import { doEachAlone } from './do-each-alone.ts';

/**
 * `stopping → stopped` for machines whose lab did not confirm in time: the member need not wait for it. Lease and seat stay
 * until the lab has ended.
 *
 * @returns how many were finished
 */
export async function finishStopping(
  ctx: Pick<BrokerContext, 'db' | 'bus' | 'config' | 'log' | 'metrics'>,
): Promise<number> {
  const { stoppingDeadlineMs } = ctx.config.machines;
  const due = await readRows(
    ctx.db,
    z.object({ id: z.uuid() }),
    sql`
      select id from machines
      where state = 'stopping' and stopping_at <= now() - ${stoppingDeadlineMs} * interval '1 millisecond'
      order by stopping_at limit 20
    `,
  );
  return doEachAlone(
    ctx,
    due.map(({ id }) => id),
    { fault: 'machine_not_stopped', act: (id) => inTransaction(ctx.db, (tx) => finish(tx, ctx, id)) },
  );
}

async function finish(tx: Tx, ctx: Pick<BrokerContext, 'bus'>, machineId: string): Promise<boolean> {
  const machine = await lockMachine(tx, machineId);
  return machine !== null && (await completeStop(tx, ctx, machine));
}
