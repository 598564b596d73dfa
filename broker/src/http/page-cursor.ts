import { z } from 'zod';
import { fail } from './errors.ts';

/** A time of a cursor, as Postgres writes it in UTC: whatever passes is one that Postgres can read. */
export const CursorTime = z.string().max(40).refine(isTimeOfPostgres);

// Their own writing of it, with a blank and a short offset, as the one that is checked to the day.
function isTimeOfPostgres(text: string): boolean {
  const iso = text.replace(/^(\d{4}-\d\d-\d\d) (.*)\+00$/, '$1T$2Z');
  return !text.startsWith('0000') && z.iso.datetime().safeParse(iso).success;
}

/** The place after which the next page begins, or undefined for the first. Fails with invalid_request for one that is not ours. */
export function readCursor<Shape extends z.ZodType>(
  shape: Shape,
  cursor: string | undefined,
): z.output<Shape> | undefined {
  if (cursor === undefined) return undefined;
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    throw fail('invalid_request', { fields: { '/cursor': 'is not a cursor of this list' } });
  }
}

/** A page out of up to `limit` + 1 rows: the row too many only tells that there is a next page. */
export function makePage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
  toCursor: (row: Row) => unknown,
): { items: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    items: shown.map(toItem),
    nextCursor: more ? Buffer.from(JSON.stringify(toCursor(last))).toString('base64url') : null,
  };
}
