import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../../database/db.ts';

/** The pool of this name, made when there is none. Answers its id. */
export async function ensurePool(tx: Tx, pool: { name: string; labels?: string[] }): Promise<string> {
  const rows = await readRows(
    tx,
    z.object({ id: z.uuid() }),
    sql`
      insert into pools (name, labels) values (${pool.name}, ${sql.param(pool.labels ?? [])})
      on conflict (name) do update set name = excluded.name
      returning id
    `,
  );
  const row = rows[0];
  if (!row) throw new Error('a pool was neither found nor made');
  return row.id;
}
