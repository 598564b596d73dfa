import { sql } from 'drizzle-orm';
import type { Db } from '../../../database/db.ts';

/** True when nothing can happen to a machine any more: it is final, nobody holds it, and the lab runs nothing for it. */
export async function isSettled(db: Db, machineId: string): Promise<boolean> {
  const { rows } = await db.execute(sql`
    select m.id from machines m
    where m.id = ${machineId} and m.ended_at is not null
      and not exists (select 1 from leases l where l.machine_id = m.id and l.released_at is null)
      and not exists (select 1 from lab_sessions s where s.machine_id = m.id and s.state <> 'ended')
  `);
  return rows.length > 0;
}
