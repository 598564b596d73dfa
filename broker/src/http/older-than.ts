import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { CursorTime, readCursor } from './page-cursor.ts';

const Numbered = z.object({ id: z.int() });
const Timed = z.object({ at: CursorTime, id: z.uuid() });

/** What a list by falling number shows after the cursor; all for the first page. Throws `invalid_request` for another list's cursor. */
export function lowerThan(cursor: string | undefined, id: SQL): SQL {
  const last = readCursor(Numbered, cursor);
  return last === undefined ? sql`true` : sql`${id} < ${last.id}`;
}

/**
 * What a list by falling time, and by id within one moment, shows after the cursor `{at, id}`; all for the first page. Throws
 * `invalid_request` for another list's cursor.
 */
export function olderThan(cursor: string | undefined, at: SQL, id: SQL): SQL {
  const last = readCursor(Timed, cursor);
  return last === undefined ? sql`true` : sql`(${at}, ${id}) < (${last.at}::timestamptz, ${last.id}::uuid)`;
}
