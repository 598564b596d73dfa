import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../database/db.ts';

/**
 * Takes a place on the seat of this lab that is least used, or null: none is free, all rest, or the lab is switched off.
 * The conditions are checked again after the row lock, so two claims never share the last place.
 */
export async function claimSeat(tx: Tx, labId: string): Promise<string | null> {
  const rows = await readRows(
    tx,
    z.object({ id: z.uuid() }),
    sql`
      update seats set in_use = in_use + 1, uses = uses + 1
      where id = (
        select s.id from seats s join labs l on l.id = s.lab_id
        where s.lab_id = ${labId}
          and l.permission_kind is not null and l.disabled_at is null and l.breaker_opened_at is null
          and s.disabled_at is null and s.in_use < s.max_concurrent
          and (s.max_uses is null or s.uses < s.max_uses)
          and (s.cooldown_until is null or s.cooldown_until <= now())
        order by s.in_use, s.uses, s.id
        limit 1
        for update of s
      )
      and in_use < max_concurrent and disabled_at is null and (max_uses is null or uses < max_uses)
      returning id
    `,
  );
  return rows[0]?.id ?? null;
}
