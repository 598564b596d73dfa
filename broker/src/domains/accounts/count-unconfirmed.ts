import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../database/db.ts';

/** How many members who can come in have not verified their address. */
export async function countUnconfirmed(db: Db): Promise<number> {
  const [found] = await readRows(
    db,
    z.object({ count: z.int() }),
    sql`select count(*)::int as count from users where not email_verified and disabled_at is null`,
  );
  return found?.count ?? 0;
}
