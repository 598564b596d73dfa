import { WorkerState } from '@coinslot/shared/states/worker.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import { lockHolder, type LostLeaseReason, releaseLease } from '../../leases/index.ts';
import { lockMachine, requeueMachine } from '../../machines/index.ts';
import { tellOperator } from '../../outbox/index.ts';
import { countFailure } from '../failing/count-failure.ts';
import { eachInTransaction } from './each-in-transaction.ts';

const batchSize = 100;

/**
 * Takes away the leases that ran out. What was being prepared goes back to the queue (or ends, after too many losses);
 * a ready machine stays ready and waits for another worker to adopt it; everything else waits for a worker that ends its
 * lab session. While `lossesCount` is false only workers whose key was voided are swept: our outage is not their fault.
 * Answers how many leases were taken away.
 */
export async function sweepLeases(ctx: BrokerContext, lossesCount: boolean): Promise<number> {
  const expired = await readRows(
    ctx.db,
    ExpiredLease,
    sql`
      select l.id, l.machine_id, l.worker_id, w.name as worker_name, w.state as worker_state
      from leases l join workers w on w.id = l.worker_id
      where l.released_at is null and l.expires_at <= now()
        and (${lossesCount} or w.state in ('revoked', 'locked'))
      order by l.expires_at limit ${batchSize}
    `,
  );
  return await eachInTransaction(ctx, 'sweep_lease', expired, (tx, lease) => sweepLease(tx, ctx, lease));
}

async function sweepLease(tx: Tx, ctx: BrokerContext, lease: z.infer<typeof ExpiredLease>): Promise<boolean> {
  const machine = await lockMachine(tx, lease.machine_id);
  await lockHolder(tx, lease.machine_id);
  if (!machine || !(await isStillExpired(tx, lease.id))) return false;
  const reason = reasonOf(lease.worker_state);
  await releaseLease(tx, ctx, { machineId: machine.id, reason });
  if (reason === 'worker_lost') {
    await countFailure(tx, ctx, { workerId: lease.worker_id, machineId: machine.id, kind: 'lost' });
    await tellOperator(tx, ctx, 'worker_lost', { workerName: lease.worker_name });
  }
  const outcome = await requeueMachine(tx, ctx, machine.id, 'worker_lost');
  ctx.log.warn(
    {
      machineId: machine.id,
      workerId: lease.worker_id,
      epoch: machine.epoch,
      state: machine.state,
      reason,
      outcome,
    },
    'a machine lost its worker',
  );
  return true;
}

/** Looks again under the lock of the lease: its worker may have renewed it meanwhile. */
async function isStillExpired(tx: Tx, leaseId: string): Promise<boolean> {
  const rows = await readRows(
    tx,
    LeaseId,
    sql`select id from leases where id = ${leaseId} and released_at is null and expires_at <= now() for update`,
  );
  return rows.length === 1;
}

function reasonOf(state: WorkerState): LostLeaseReason {
  if (state === 'revoked') return 'worker_revoked';
  return state === 'locked' ? 'worker_locked' : 'worker_lost';
}

const LeaseId = z.object({ id: z.uuid() });
const ExpiredLease = z.object({
  id: z.uuid(),
  machine_id: z.uuid(),
  worker_id: z.uuid(),
  worker_name: z.string(),
  worker_state: WorkerState,
});
