import { sql } from 'drizzle-orm';
import type { Db } from '../../database/db.ts';

/** Forgets keys that have been of no use for 30 days, and programs' sign-ins that are over. */
export async function purgeKeys(db: Db): Promise<void> {
  await db.execute(sql`
    delete from api_keys where expires_at < now() - interval '30 days' or revoked_at < now() - interval '30 days'`);
  await db.execute(sql`delete from device_grants where expires_at < now() - interval '1 hour'`);
}
