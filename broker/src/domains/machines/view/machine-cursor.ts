import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { readCursor } from '../../../http/page-cursor.ts';

const MachineCursor = z.tuple([z.iso.datetime(), z.uuid()]);

/** The condition for machines `m` after the cursor; `true` without one. Throws invalid_request for a foreign cursor. */
export function afterMachine(cursor: string | undefined): SQL {
  const after = readCursor(MachineCursor, cursor);
  if (after === undefined) return sql`true`;
  // Times travel in milliseconds and the column has microseconds: compare what travelled.
  return sql`(date_trunc('milliseconds', m.requested_at), m.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`;
}

export function machineCursorOf(machine: { id: string; requestedAt: string }): z.input<typeof MachineCursor> {
  return [machine.requestedAt, machine.id];
}

/** The order that the cursor means. */
export const newestFirst = sql`date_trunc('milliseconds', m.requested_at) desc, m.id desc`;
