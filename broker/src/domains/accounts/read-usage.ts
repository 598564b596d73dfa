import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../database/db.ts';

/** How many machines of this member are not final. */
export async function readActiveMachines(db: Db, userId: string): Promise<number> {
  const Row = z.object({ active: z.int() });
  const [row] = await readRows(
    db,
    Row,
    sql`select active_machines as active from member_usage where user_id = ${userId}`,
  );
  return row?.active ?? 0;
}
