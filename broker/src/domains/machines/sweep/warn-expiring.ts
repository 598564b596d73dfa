import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction, readRows } from '../../../database/db.ts';
import { tellChanged } from '../life/append-event.ts';

/**
 * Writes the warnings at 10 and 2 minutes before the end, each once. After an outage only the nearer one is given, and a machine
 * that was sold for less than a warning's time gets none.
 *
 * @returns how many were warned
 */
export async function warnExpiring(ctx: Pick<BrokerContext, 'db' | 'bus'>): Promise<number> {
  return inTransaction(ctx.db, async (tx) => {
    const warned = await readRows(
      tx,
      z.object({ machine_id: z.uuid() }),
      sql`
        with due as (
          select m.id, w.minutes
          from machines m, lateral (
            select min(minutes) as minutes from (values (2), (10)) as known (minutes)
            where m.expires_at <= now() + minutes * interval '1 minute' and m.duration_minutes > minutes
          ) w
          where m.state = 'ready' and m.expires_at > now() and m.expires_at <= now() + interval '10 minutes'
            and w.minutes < coalesce(m.last_warning_minutes, 1000)
          order by m.expires_at
          limit 100
          for update of m skip locked
        ), numbered as (
          update machines m set last_warning_minutes = due.minutes, last_event_n = m.last_event_n + 1
          from due where due.id = m.id
          returning m.id, m.last_event_n, due.minutes
        )
        insert into machine_events (machine_id, n, kind, data)
        select id, last_event_n, 'expiry_warning', jsonb_build_object('minutesLeft', minutes) from numbered
        returning machine_id
      `,
    );
    for (const { machine_id: machineId } of warned) tellChanged(tx, ctx, machineId);
    return warned.length;
  });
}
