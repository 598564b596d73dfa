import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { readCursor } from '../../../http/page-cursor.ts';

/** A page ends at a machine; its exact time stays in the database, where the index knows it. */
const MachineCursor = z.uuid();

/** The condition for machines `m` after the cursor; `true` without one. Throws invalid_request for a foreign cursor. */
export function afterMachine(cursor: string | undefined): SQL {
  const machineId = readCursor(MachineCursor, cursor);
  if (machineId === undefined) return sql`true`;
  return sql`(m.requested_at, m.id) < (select last.requested_at, last.id from machines last where last.id = ${machineId})`;
}

export function machineCursorOf(machine: { id: string }): z.input<typeof MachineCursor> {
  return machine.id;
}

/** The order that the cursor means. */
export const newestFirst = sql`m.requested_at desc, m.id desc`;
