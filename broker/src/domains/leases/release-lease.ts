import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { readRows, type Tx } from '../../database/db.ts';
import { lockHolder } from './lock-holder.ts';

/** The reason of a lease that was to end a lab session and was taken back unconfirmed. */
export const unconfirmedEnd = 'end_unconfirmed';

/**
 * Ends a machine's open lease and frees the worker's slot. Answers the worker that held it, or null when no lease was
 * open (at that epoch, when one is named). The seat is the machine's, not the lease's: it is freed elsewhere.
 */
export async function releaseLease(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'metrics'>,
  lease: { machineId: string; reason: string; epoch?: number },
): Promise<{ workerId: string } | null> {
  await lockHolder(tx, lease.machineId);
  const rows = await readRows(
    tx,
    Released,
    sql`
      with released as (
        update leases set released_at = now(), release_reason = ${lease.reason}
        where machine_id = ${lease.machineId} and released_at is null
          and epoch = coalesce(${lease.epoch ?? null}::integer, epoch)
        returning worker_id
      )
      update workers w set
        used = w.used - 1,
        went_idle_at = case when w.used = 1 then now() else w.went_idle_at end
      from released where w.id = released.worker_id
      returning w.id as worker_id
    `,
  );
  const row = rows[0];
  if (!row) return null;
  tx.afterCommit(() => {
    ctx.metrics.leasesEnded.inc({ reason: lease.reason });
    ctx.bus.emit('desired_changed', { workerId: row.worker_id });
    ctx.bus.emit('queue_changed', {});
  });
  return { workerId: row.worker_id };
}

const Released = z.object({ worker_id: z.uuid() });
