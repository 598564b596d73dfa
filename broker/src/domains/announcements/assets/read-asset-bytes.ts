import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';

/** Throws `not_found`. */
export async function requireAsset(db: Db, id: string): Promise<void> {
  const found = await db.execute(sql`select 1 from assets where id = ${id}`);
  if (found.rowCount !== 1) throw fail('not_found');
}

/** The image itself. Throws `not_found`. */
export async function readAssetBytes(db: Db, id: string): Promise<{ type: string; bytes: Buffer }> {
  const Bytes = z.object({ type: z.string(), bytes: z.instanceof(Buffer) });
  const [row] = await readRows(db, Bytes, sql`select type, bytes from assets where id = ${id}`);
  if (row === undefined) throw fail('not_found');
  return row;
}
