import { MachineEvent } from '@coinslot/shared/live-events/machine-event.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';

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
