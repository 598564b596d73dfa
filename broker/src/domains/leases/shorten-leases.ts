import { sql } from 'drizzle-orm';
import type { Tx } from '../../database/db.ts';

/**
 * How long a worker whose key was revoked or locked keeps its leases: time for the broker that holds its socket to close it (every
 * two seconds each broker looks), so that the worker has stopped before another one touches the same seat.
 */
const revokedKeepMs = 5000;

/** Lets all open leases of a worker whose key was voided run out soon, or earlier when they do anyway: the sweep then hands its machines on. */
export async function shortenLeases(tx: Tx, workerId: string): Promise<void> {
  await tx.execute(sql`
    update leases set expires_at = least(expires_at, now() + make_interval(secs => ${revokedKeepMs / 1000}))
    where worker_id = ${workerId} and released_at is null
  `);
}
