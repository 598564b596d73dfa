import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../../database/db.ts';

/** A worker that gave a machine up sends the last lines of its log right after the report that released its lease. */
const lastLinesMs = 2_000;

/**
 * For each of these machines that settles: how long until nothing more is told of it. 0 once it is final, nobody has held it for a
 * moment, and the lab runs nothing for it; a machine for which one of these is not so is missing, because something can still happen.
 */
export async function readSettling(db: Db, machineIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await readRows(
    db,
    z.object({ id: z.uuid(), settlesInMs: z.number() }),
    sql`
      select m.id, greatest(0, coalesce((
        select ${lastLinesMs} - extract(epoch from now() - max(l.released_at)) * 1000
        from leases l where l.machine_id = m.id
      ), 0))::double precision as "settlesInMs"
      from machines m
      where m.id = any(${sql.param([...machineIds])}::uuid[]) and m.ended_at is not null
        and not exists (select 1 from leases l where l.machine_id = m.id and l.released_at is null)
        and not exists (select 1 from lab_sessions s where s.machine_id = m.id and s.state <> 'ended')
    `,
  );
  return new Map(rows.map(({ id, settlesInMs }) => [id, settlesInMs]));
}
