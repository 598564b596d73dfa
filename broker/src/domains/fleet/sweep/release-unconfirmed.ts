import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import { readOpenLease, releaseLease, unconfirmedEnd } from '../../leases/index.ts';
import { lockMachine } from '../../machines/index.ts';
import { eachInTransaction } from './each-in-transaction.ts';

/**
 * Takes back leases whose only goal is the end of a lab session that was not confirmed in time: the lab is closed or gone, and
 * the slot is wanted. On a worker whose drain is over a stopping machine's patience is enough. The seat stays taken and the end
 * is tried again later (see readWaiting). Answers how many were taken back.
 */
export async function releaseUnconfirmed(ctx: BrokerContext): Promise<number> {
  const { endConfirmMs } = ctx.config.fleet;
  const { stoppingDeadlineMs } = ctx.config.machines;
  const rows = await readRows(
    ctx.db,
    UnconfirmedEnd,
    sql`
      select l.machine_id, l.epoch, l.worker_id
      from leases l join machines m on m.id = l.machine_id join workers w on w.id = l.worker_id
      where l.released_at is null and m.state in ('stopping', 'stopped', 'failed')
        and greatest(l.granted_at, coalesce(m.stopping_at, m.ended_at)) <= now() - make_interval(secs =>
          case when w.state = 'draining' and w.drain_deadline_at <= now()
            then least(${stoppingDeadlineMs / 1000}::float8, ${endConfirmMs / 1000}::float8)
            else ${endConfirmMs / 1000}::float8 end)
      order by l.granted_at limit 100
    `,
  );
  return await eachInTransaction(ctx, 'release_unconfirmed', rows, (tx, row) => release(tx, ctx, row));
}

async function release(tx: Tx, ctx: BrokerContext, end: z.infer<typeof UnconfirmedEnd>): Promise<boolean> {
  const { machine_id: machineId, worker_id: workerId, epoch } = end;
  const machine = await lockMachine(tx, machineId);
  const lease = await readOpenLease(tx, machineId);
  // Nobody makes a machine that has ended ready again: only the lease may have changed meanwhile.
  if (!machine || lease?.epoch !== epoch) return false;
  await releaseLease(tx, ctx, { machineId, reason: unconfirmedEnd });
  ctx.log.warn({ machineId, workerId, epoch }, 'the end of a lab session was not confirmed in time');
  return true;
}

const UnconfirmedEnd = z.object({ machine_id: z.uuid(), epoch: z.int(), worker_id: z.uuid() });
