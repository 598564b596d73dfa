import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction, readRows } from '../../../database/db.ts';
import { tellChanged } from '../life/append-event.ts';
import { idleEndsAt, isUsable } from './idle-end.ts';
import { idleWarningMs } from './idle-warning.ts';

/** Warns the owners of machines that nobody uses shortly before they end, each once until somebody uses it again. Answers how many. */
export async function warnIdle(ctx: Pick<BrokerContext, 'db' | 'bus'>): Promise<number> {
  return inTransaction(ctx.db, async (tx) => {
    const warned = await readRows(
      tx,
      z.object({ machine_id: z.uuid() }),
      sql`
        with due as (
          select m.id,
            ceil(extract(epoch from ${idleEndsAt} - now()) / 60) as minutes
          from machines m
          where m.state = 'ready' and m.idle_since is not null and not m.idle_warned
            and ${idleEndsAt} > now()
            and ${idleEndsAt} <= now() + ${idleWarningMs} * interval '1 millisecond'
            and ${isUsable}
          order by m.idle_since
          limit 100
          for update of m skip locked
        ), numbered as (
          update machines m set idle_warned = true, last_event_n = m.last_event_n + 1
          from due where due.id = m.id
          returning m.id, m.last_event_n, due.minutes
        )
        insert into machine_events (machine_id, n, kind, data)
        select id, last_event_n, 'idle_warning', jsonb_build_object('minutesLeft', minutes) from numbered
        returning machine_id
      `,
    );
    for (const { machine_id: machineId } of warned) tellChanged(tx, ctx, machineId);
    return warned.length;
  });
}
