import type { MachineEventPage } from '@coinslot/shared/http/machines.ts';
import { MachineEvent } from '@coinslot/shared/live-events/machine-event.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';

/** `?after=n`: events with a greater number. */
export const EventQuery = z.object({ after: z.coerce.number().int().min(0).max(2_147_483_647).default(0) });

const pageEvents = 1_000;

/** One answer of events, in order; the last one's `n` resumes. */
export async function readEventPage(
  db: Db,
  machineId: string,
  query: z.infer<typeof EventQuery>,
): Promise<MachineEventPage> {
  return { items: await readEvents(db, machineId, query.after, pageEvents) };
}

/** The machine's events after number `after`, in order, at most `limit`. */
export async function readEvents(
  db: Db,
  machineId: string,
  after: number,
  limit: number,
): Promise<MachineEvent[]> {
  const rows = await readRows(
    db,
    EventRow,
    sql`
      select n, at, kind, data from machine_events
      where machine_id = ${machineId} and n > ${after}
      order by n limit ${limit}
    `,
  );
  return rows.map(({ data, ...row }) => MachineEvent.parse({ ...data, ...row, at: row.at.toISOString() }));
}

const EventRow = z.object({
  n: z.int(),
  at: PgTimestamp,
  kind: z.string(),
  data: z.record(z.string(), z.unknown()),
});
