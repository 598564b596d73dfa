import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows } from '../../../database/db.ts';
import { endMachine, lockMachine } from '../../machines/index.ts';
import { eachInTransaction } from './each-in-transaction.ts';

/** Ends, with a refund of the unused time, ready machines that nobody adopted in time after they lost their worker. */
export async function endUnadopted(ctx: BrokerContext): Promise<number> {
  const { adoptionDeadlineMs } = ctx.config.machines;
  const rows = await readRows(
    ctx.db,
    Unadopted,
    sql`
      select m.id as machine_id, m.epoch from machines m
      where m.state = 'ready'
        and not exists (select 1 from leases l where l.machine_id = m.id and l.released_at is null)
        and (select max(l.released_at) from leases l where l.machine_id = m.id)
          <= now() - make_interval(secs => ${adoptionDeadlineMs / 1000})
      limit 100
    `,
  );
  return await eachInTransaction(ctx, 'end_unadopted', rows, async (tx, { machine_id: machineId, epoch }) => {
    const machine = await lockMachine(tx, machineId);
    // A new lease raises the epoch.
    if (machine?.state !== 'ready' || machine.epoch !== epoch) return false;
    return await endMachine(tx, ctx, machineId, { reason: 'worker_lost', actor: 'system' });
  });
}

const Unadopted = z.object({ machine_id: z.uuid(), epoch: z.int() });
