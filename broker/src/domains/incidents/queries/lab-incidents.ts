import { saidSentences } from '@coinslot/shared/said-sentences.ts';
import { type SQL, sql } from 'drizzle-orm';
import type { BrokerConfig } from '../../../config.ts';
import { unconfirmedEnd } from '../../leases/index.ts';
import { interval } from './interval.ts';

/** Labs and seats that closed themselves, what labs still run, and what an inventory of a seat found. */
export function labIncidents({ fleet }: Pick<BrokerConfig, 'fleet'>): SQL[] {
  return [labBreakers, seatBreakers, failingEnds, openSessions(fleet), findings, staleInventories];
}

const labBreakers = sql`
  select 'lab_breaker_open', l.id::text, l.name, l.breaker_reason, l.breaker_opened_at, l.breaker_tries_again_at,
    jsonb_build_object('labId', l.id), '{}'::jsonb
  from labs l where l.breaker_opened_at is not null`;

const seatBreakers = sql`
  select 'seat_breaker_open', s.id::text, s.username, s.breaker_reason, s.breaker_opened_at, s.breaker_tries_again_at,
    jsonb_build_object('seatId', s.id, 'labId', s.lab_id), '{}'::jsonb
  from seats s where s.breaker_opened_at is not null`;

// What one more try mends needs nobody.
const failingEnds = sql`
  select 'lab_not_ending', l.id::text, l.name, failing.reason, failing.since, null,
    jsonb_build_object('labId', l.id), jsonb_build_object('count', failing.n)
  from (
    select s.lab_id, mode() within group (order by s.end_failure) as reason, min(s.end_failing_since) as since, count(*) as n
    from lab_sessions s where s.state <> 'ended' and s.end_failure is not null group by s.lab_id
  ) failing join labs l on l.id = failing.lab_id
  where failing.since < now() - interval '1 minute'`;

/**
 * Sessions of machines that are over (or lost their worker) and that no lab has confirmed as ended. One that is late stays the same
 * incident when its worker is taken off it: nobody knows then, as before.
 */
function openSessions({ endConfirmMs, endRetryMs }: BrokerConfig['fleet']): SQL {
  return sql`
    select case when late.is_late then 'lab_session_stuck' else 'lab_session_unknown' end, s.id::text, m.name, s.end_failure,
      coalesce(s.ending_at, m.stopping_at, m.ended_at, s.intended_at),
      -- An admin who had it asked again does not wait for the pause.
      case when s.end_asked_at >= tried.last_at then null else tried.last_at + ${interval(endRetryMs)} end,
      jsonb_build_object('machineId', m.id, 'labSessionId', s.id, 'labId', s.lab_id, 'seatId', s.seat_id), '{}'::jsonb
    from lab_sessions s join machines m on m.id = s.machine_id
      cross join lateral (
        select coalesce(least(s.ending_at, m.stopping_at, m.ended_at) < now() - ${interval(endConfirmMs)}, false) as is_late
      ) as late
      left join lateral (
        select max(l.released_at) as last_at from leases l where l.machine_id = m.id and l.release_reason = ${unconfirmedEnd}
          and not exists (select from leases o where o.machine_id = m.id and o.released_at is null)
      ) as tried on true
    where s.state <> 'ended' and (s.state = 'unknown' or late.is_late)`;
}

const findings = sql`
  select case f.kind
      when 'orphan' then 'lab_orphan' when 'second_session' then 'lab_second_session' when 'missing' then 'lab_missing'
      when 'renamed' then 'lab_renamed' else 'lab_stranger'
    end, f.id::text, f.label, f.failure, f.first_seen_at, f.next_try_at,
    jsonb_build_object('findingId', f.id, 'labId', f.lab_id, 'seatId', f.seat_id, 'labSessionId', f.lab_session_id, 'machineId', s.machine_id),
    '{}'::jsonb
  from lab_findings f left join lab_sessions s on s.id = f.lab_session_id
  where f.state <> 'settled'`;

// A list that is too long is no shorter at the third look.
const staleInventories = sql`
  select 'inventory_stale', i.seat_id::text, s.username, i.failure, coalesce(i.complete_at, i.created_at), i.next_at,
    jsonb_build_object('seatId', s.id, 'labId', s.lab_id), '{}'::jsonb
  from seat_inventories i join seats s on s.id = i.seat_id
  where i.failures >= 3 or i.failure = ${saidSentences.inventory_too_long}`;
