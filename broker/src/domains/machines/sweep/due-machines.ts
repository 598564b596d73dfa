import { sql } from 'drizzle-orm';

/** Which machines a loop ends, in SQL over a machine `m`, by the database's clock. */
export const dueMachines = {
  expired: sql`m.state = 'ready' and m.expires_at <= now()`,

  /** Never assigned in time. One that was assigned once is bound by the time for preparing instead. */
  queuedTooLong: sql`m.state = 'queued' and m.provision_deadline_at is null and m.queue_deadline_at <= now()`,

  preparedTooLong: sql`m.state in ('queued', 'assigned', 'provisioning') and m.provision_deadline_at <= now()`,

  /** Waits for a lab that lends nothing any more: waiting longer would not help. */
  queuedAtClosedLab: sql`m.state = 'queued' and exists (
    select 1 from labs l where l.id = m.lab_id and (
      l.disabled_at is not null or l.breaker_opened_at is not null or not exists (
        select 1 from seats s
        where s.lab_id = l.id and s.disabled_at is null and (s.max_uses is null or s.uses < s.max_uses or s.in_use > 0)
      )
    )
  )`,
} as const;
