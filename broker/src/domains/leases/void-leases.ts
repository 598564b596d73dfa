import { sql } from 'drizzle-orm';
import type { Db } from '../../database/db.ts';

/**
 * Lets all open leases of a worker whose key was revoked or locked run out now: the sweep hands its machines on. Only once the worker is
 * known to have heard of it; who did not is waited for as for anybody else who is silent, for it may still be clicking. Does nothing
 * for other workers.
 */
export async function voidLeases(db: Db, workerId: string): Promise<void> {
  await db.execute(sql`
    update leases l set expires_at = least(l.expires_at, now())
    from workers w
    where w.id = ${workerId} and w.state in ('revoked', 'locked') and l.worker_id = w.id and l.released_at is null
  `);
}
