import { sql } from 'drizzle-orm';
import type { Tx } from '../../database/db.ts';

/**
 * Lets all open leases of a worker run out soon: in `withinMs`, or earlier when they do anyway. For a worker whose key was
 * voided: the sweep then hands its machines on.
 */
export async function shortenLeases(tx: Tx, worker: { workerId: string; withinMs: number }): Promise<void> {
  await tx.execute(sql`
    update leases set expires_at = least(expires_at, now() + make_interval(secs => ${worker.withinMs / 1000}))
    where worker_id = ${worker.workerId} and released_at is null
  `);
}
