import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows } from '../../../database/db.ts';
import { endMachine } from '../../machines/index.ts';
import { eachInTransaction } from '../sweep/each-in-transaction.ts';

/**
 * At a drain's deadline ends what still runs on the worker, with a refund of the unused time; a worker that is draining
 * and holds nothing any more is `drained`, by compare-and-set. Answers how many machines were ended.
 */
export async function finishDrains(ctx: BrokerContext): Promise<number> {
  const overdue = await readRows(
    ctx.db,
    OverdueMachine,
    sql`
      select m.id as machine_id from leases l join workers w on w.id = l.worker_id join machines m on m.id = l.machine_id
      where l.released_at is null and w.state = 'draining' and w.drain_deadline_at <= now()
        and m.state in ('assigned', 'provisioning', 'ready')
      order by l.granted_at limit 100
    `,
  );
  const ended = await eachInTransaction(ctx, 'finish_drains', overdue, (tx, { machine_id: machineId }) =>
    endMachine(tx, ctx, machineId, { reason: 'drained', actor: 'system' }),
  );
  await ctx.db.execute(sql`
    update workers set state = 'drained', drain_deadline_at = null where state = 'draining' and used = 0
  `);
  return ended;
}

const OverdueMachine = z.object({ machine_id: z.uuid() });
