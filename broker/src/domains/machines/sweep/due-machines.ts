import { sql } from 'drizzle-orm';
import { idleEndsAt, isUsable } from '../health/idle-end.ts';

const nothingPending = sql`not exists (
  select 1 from machine_extensions e where e.machine_id = m.id and e.state = 'pending' and e.deadline_at > now()
)`;

const neverMindTheDeadline = sql`not exists (
  select 1 from machine_extensions e where e.machine_id = m.id and e.state = 'pending'
)`;

const isHeld = sql`exists (
  select 1 from leases h where h.machine_id = m.id and h.released_at is null and h.expires_at > now()
)`;

/** Which machines a loop ends, in SQL over a machine `m`, by the database's clock. */
export const dueMachines = {
  /** Not while the lab is asked for time that was bought; that has a deadline of its own. */
  expired: sql`m.state = 'ready' and m.degraded_since is null and m.expires_at <= now() and ${nothingPending}`,

  /** Just after our start the deadline does not count: the lab may have given the time while we could not hear it. */
  expiredAtStart: sql`m.state = 'ready' and m.degraded_since is null and m.expires_at <= now() and ${neverMindTheDeadline}`,

  /** Nobody could reach it until its time was over, or until the deadline while a worker would have told that it answers again. */
  givenUp: sql`m.state = 'ready' and m.degraded_until is not null and least(m.degraded_until, m.expires_at) <= now()
    and (m.expires_at <= now() or ${isHeld})`,

  /** Nobody used it for its product's limit, though it could be used. Only while a worker would tell that it is used again. */
  idle: sql`m.state = 'ready' and m.idle_since is not null and ${idleEndsAt} <= now()
    and ${isUsable} and ${nothingPending} and ${isHeld}`,

  /** Never assigned in time. One that was assigned once is bound by the time for preparing instead. */
  queuedTooLong: sql`m.state = 'queued' and m.provision_deadline_at is null and m.queue_deadline_at <= now()`,

  preparedTooLong: sql`m.state in ('queued', 'assigned', 'provisioning') and m.provision_deadline_at <= now()`,

  /** Waits or runs at a lab whose kill switch ends that too. At one that is only closed, what waits goes on waiting. */
  atSwitchedOffLab: sql`m.ended_at is null and m.end_reason is null and m.lab_id in (
    select l.id from labs l where l.disabled_at is not null and l.ends_machines
  )`,

  /** Its owner's account was disabled (or is being deleted): what waits and what runs. */
  ofDisabledMember: sql`m.ended_at is null and m.end_reason is null and m.owner_id in (
    select u.id from users u where u.disabled_at is not null
  )`,
} as const;
