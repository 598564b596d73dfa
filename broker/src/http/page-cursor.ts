import type { z } from 'zod';
import { fail } from './errors.ts';

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
