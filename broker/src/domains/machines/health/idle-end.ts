import { sql } from 'drizzle-orm';

/** Since when a machine `m` counts as idle: as the lab tells, but not before it was ready or its owner last did something to it. */
export const idleFrom = sql`case when m.idle_since is not null then greatest(m.idle_since, m.ready_at, m.used_at) end`;

/** When a machine `m` ends if nobody uses it; null where its product does not end idle ones or somebody uses it. */
export const idleEndsAt = sql`(${idleFrom}) + m.idle_minutes * interval '1 minute'`;

/** Nobody could use a machine `m` that cannot be reached, or that is being restarted: it does not end as idle. */
export const isUsable = sql`m.degraded_since is null and not exists (
  select 1 from machine_restarts r where r.machine_id = m.id and r.state = 'pending'
)`;
