import { sql } from 'drizzle-orm';
import type { Db } from '../../../database/db.ts';

/** Ready machines were seen in use so long ago: what was used is neither idle nor unused. Says nothing of one that has ended. */
export async function noteUses(db: Db, uses: readonly { machineId: string; agoMs: number }[]): Promise<void> {
  await db.execute(sql`
    with seen as (
      select m.id, s.at
      from (
        select t."machineId" as machine_id, now() - t."agoMs" * interval '1 millisecond' as at
        from jsonb_to_recordset(${JSON.stringify(uses)}::jsonb) as t("machineId" uuid, "agoMs" double precision)
      ) s join machines m on m.id = s.machine_id
      where m.state = 'ready' and (m.used_at is null or m.used_at < s.at)
      order by m.id for update of m
    )
    update machines m set used_at = greatest(seen.at, m.ready_at), idle_warned = false from seen where m.id = seen.id
  `);
}
