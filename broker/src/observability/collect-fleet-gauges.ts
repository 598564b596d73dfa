import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../context.ts';
import { readRows } from '../database/db.ts';

/** Fills the gauges of the queue, the leases and the slots. */
export async function collectFleetGauges(ctx: Pick<BrokerContext, 'db' | 'metrics'>): Promise<void> {
  await collectQueue(ctx);
  await collectLeases(ctx);
  await collectSlots(ctx);
}

async function collectQueue({ db, metrics }: Pick<BrokerContext, 'db' | 'metrics'>): Promise<void> {
  const rows = await readRows(
    db,
    z.object({ pool: z.string(), priority: z.string(), n: z.int() }),
    sql`
      select p.name as pool, priority, count(m.id)::integer as n
      from pools p cross join (values ('2', array['sale']), ('1', array['trial']), ('0', array['stock', 'canary']))
          as classes(priority, purposes)
        left join machines m on m.pool_id = p.id and m.state = 'queued' and m.purpose = any(purposes)
      group by p.name, priority
    `,
  );
  metrics.queueDepth.reset();
  for (const { pool, priority, n } of rows) metrics.queueDepth.set({ pool, priority }, n);
}

async function collectLeases({ db, metrics }: Pick<BrokerContext, 'db' | 'metrics'>): Promise<void> {
  const [row] = await readRows(
    db,
    z.object({ unaccepted: z.int(), overdue: z.int(), accepted: z.int() }),
    sql`
      select count(*) filter (where expires_at <= now())::integer as overdue,
        count(*) filter (where expires_at > now() and acknowledged_at is null)::integer as unaccepted,
        count(*) filter (where expires_at > now() and acknowledged_at is not null)::integer as accepted
      from leases where released_at is null
    `,
  );
  for (const [state, n] of Object.entries(row ?? {})) metrics.leases.set({ state }, n);
}

async function collectSlots({ db, metrics }: Pick<BrokerContext, 'db' | 'metrics'>): Promise<void> {
  const rows = await readRows(
    db,
    z.object({
      pool: z.string(),
      used: z.int(),
      free: z.int(),
      out: z.int(),
      failing: z.int(),
      ageSeconds: z.number().nullable(),
    }),
    sql`
      select p.name as pool, coalesce(sum(w.used), 0)::integer as used,
        coalesce(sum(greatest(w.capacity - w.used, 0)) filter (where serves), 0)::integer as free,
        coalesce(sum(greatest(w.capacity - w.used, 0)) filter (where not serves), 0)::integer as out,
        count(*) filter (where w.failing_since is not null)::integer as failing,
        max(extract(epoch from now() - w.last_seen_at)) filter (where w.state in ('active', 'draining'))::float8
          as "ageSeconds"
      from pools p left join (
        select *, state = 'active' and session_id is not null and not leaving and failing_since is null as serves
        from workers where state <> 'revoked'
      ) w on w.pool_id = p.id
      group by p.name
    `,
  );
  metrics.slots.reset();
  metrics.heartbeatAge.reset();
  metrics.workersFailing.reset();
  for (const { pool, used, free, out, failing, ageSeconds } of rows) {
    metrics.slots.set({ pool, state: 'used' }, used);
    metrics.slots.set({ pool, state: 'free' }, free);
    metrics.slots.set({ pool, state: 'out_of_service' }, out);
    metrics.workersFailing.set({ pool }, failing);
    if (ageSeconds !== null) metrics.heartbeatAge.set({ pool }, ageSeconds);
  }
}
