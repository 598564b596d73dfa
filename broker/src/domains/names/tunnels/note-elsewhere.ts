import { sql } from 'drizzle-orm';
import type { Db } from '../../../database/db.ts';

/** Tells admins, as of calls that fail, why nothing is made and nothing removed. */
export async function noteElsewhere(db: Db, savedAtUrl: string): Promise<void> {
  const why = `The account was set up at ${savedAtUrl}. Save the settings here if this is not a copy of that server.`;
  await db.execute(sql`
    update tunnel_settings set failures = greatest(failures, 3), fault_at = now(), fault_detail = ${why}
    where fault_detail is distinct from ${why}`);
}
