import type { MachineEpoch } from '@coinslot/shared/worker-messages/hold.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { readRows, type Tx } from '../../database/db.ts';

export type RemainingLease = MachineEpoch & { remainingMs: number };

/**
 * Renews, by the database's clock, the open leases of a worker that it says it holds, and answers all that are still its
 * own. Naming a lease also acknowledges it: the worker has it, whatever became of its `accepted`. A lease that expired
 * but that nobody took away yet is renewed as well: after our own outage the worker's machines are still there.
 */
export async function renewLeases(
  tx: Tx,
  ctx: Pick<BrokerContext, 'config'>,
  worker: { workerId: string; holds: readonly MachineEpoch[] },
): Promise<RemainingLease[]> {
  const leaseSeconds = ctx.config.fleet.lostAfterMs / 1000;
  const rows = await readRows(
    tx,
    LeaseRow,
    sql`
      with named as (
        select h."machineId" as machine_id, h.epoch
        from jsonb_to_recordset(${JSON.stringify(worker.holds)}::jsonb) as h("machineId" uuid, epoch integer)
      ), renewed as (
        update leases l set
          expires_at = now() + make_interval(secs => ${leaseSeconds}),
          acknowledged_at = coalesce(l.acknowledged_at, now())
        from named n
        where l.worker_id = ${worker.workerId} and l.released_at is null
          and l.machine_id = n.machine_id and l.epoch = n.epoch
        returning l.id, l.expires_at
      )
      select l.machine_id, l.epoch,
        round(extract(epoch from coalesce(r.expires_at, l.expires_at) - now()) * 1000)::integer as remaining_ms
      from leases l left join renewed r on r.id = l.id
      where l.worker_id = ${worker.workerId} and l.released_at is null
      order by l.granted_at, l.id
    `,
  );
  return rows.map((row) => ({ machineId: row.machine_id, epoch: row.epoch, remainingMs: row.remaining_ms }));
}

const LeaseRow = z.object({ machine_id: z.uuid(), epoch: z.int(), remaining_ms: z.int() });
