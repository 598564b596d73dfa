import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../../database/db.ts';

/** A worker that gave a machine up sends the last lines of its log right after the report that released its lease. */
const lastLinesMs = 2_000;

/**
 * How long until nothing more is told of a machine: 0 once it is final, nobody has held it for a moment, and the lab runs nothing
 * for it; null while one of these is not so and something can still happen.
 */
export async function readSettlesInMs(db: Db, machineId: string): Promise<number | null> {
  const rows = await readRows(
    db,
    z.object({ settlesInMs: z.number() }),
    sql`
      select greatest(0, coalesce((
        select ${lastLinesMs} - extract(epoch from now() - max(l.released_at)) * 1000
        from leases l where l.machine_id = m.id
      ), 0))::double precision as "settlesInMs"
      from machines m
      where m.id = ${machineId} and m.ended_at is not null
        and not exists (select 1 from leases l where l.machine_id = m.id and l.released_at is null)
        and not exists (select 1 from lab_sessions s where s.machine_id = m.id and s.state <> 'ended')
    `,
  );
  return rows[0]?.settlesInMs ?? null;
}
