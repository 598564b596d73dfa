import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import { lockHolder, releaseLease } from '../../leases/index.ts';
import { endMachine, lockMachine } from '../../machines/index.ts';
import { workerServes } from '../../queue/index.ts';
import { eachInTransaction } from '../sweep/each-in-transaction.ts';

/**
 * At a drain's deadline hands the ready machines on the worker over: another worker of the pool adopts them, their owners notice
 * nothing (one that nobody adopts in time ends as any other, see endUnadopted). What is still being prepared, what only this worker's
 * tunnel reaches, and everything when no other worker serves the pool, ends with a refund of the unused time. A worker that is
 * draining and holds nothing any more is `drained`, by compare-and-set.
 */
export async function finishDrains(ctx: BrokerContext): Promise<{ ended: number; handedOver: number }> {
  const overdue = await readRows(
    ctx.db,
    OverdueMachine,
    sql`
      select m.id as machine_id,
        m.state = 'ready'
          and not exists (
            select 1 from endpoints e where e.machine_id = m.id and e.closed_at is null and e.reach = 'worker'
          )
          and exists (
            select 1 from workers w join pools p on p.id = w.pool_id where w.pool_id = m.pool_id and ${workerServes(ctx.config.fleet)}
          ) as is_movable
      from leases l join workers holder on holder.id = l.worker_id join machines m on m.id = l.machine_id
      where l.released_at is null and holder.state = 'draining' and holder.drain_deadline_at <= now()
        and m.state in ('assigned', 'provisioning', 'ready')
      order by l.granted_at limit 100
    `,
  );
  const handedOver = await eachInTransaction(
    ctx,
    'finish_drains',
    overdue.filter((row) => row.is_movable),
    (tx, { machine_id: machineId }) => handOver(tx, ctx, machineId),
  );
  const ended = await eachInTransaction(
    ctx,
    'finish_drains',
    overdue.filter((row) => !row.is_movable),
    (tx, { machine_id: machineId }) => endMachine(tx, ctx, machineId, { reason: 'drained', actor: 'system' }),
  );
  await ctx.db.execute(sql`
    update workers set state = 'drained', drain_deadline_at = null where state = 'draining' and used = 0
  `);
  return { ended, handedOver };
}

/**
 * The worker is told at once to leave the machine as it is, and the allocator gives it away in its next regular round. Looks again
 * under the locks: the machine may have ended, the worker may be in service again.
 */
async function handOver(tx: Tx, ctx: BrokerContext, machineId: string): Promise<boolean> {
  const machine = await lockMachine(tx, machineId);
  if (machine?.state !== 'ready') return false;
  await lockHolder(tx, machineId);
  const stillDraining = await tx.execute(sql`
    select from leases l join workers w on w.id = l.worker_id
    where l.machine_id = ${machineId} and l.released_at is null and w.state = 'draining' and w.drain_deadline_at <= now()
  `);
  if (stillDraining.rowCount === 0) return false;
  await releaseLease(tx, ctx, { machineId, reason: 'handed_over' });
  return true;
}

const OverdueMachine = z.object({ machine_id: z.uuid(), is_movable: z.boolean() });
