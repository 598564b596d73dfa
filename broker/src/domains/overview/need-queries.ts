import { type SQL, sql } from 'drizzle-orm';

// Each part answers: kind, name, reason, since, params. Every one reads an index of the few rows that are not as they should be.

/** Workers, machines and what labs still run. */
export function fleetNeeds(endConfirmMs: number): SQL {
  return sql`
    select 'worker_locked' as kind, w.name, w.state_reason as reason, w.last_seen_at as since,
      jsonb_build_object('workerId', w.id) as params
    from workers w where w.state = 'locked'
    union all
    select 'worker_failing', w.name, w.failing_reason, w.failing_since, jsonb_build_object('workerId', w.id)
    from workers w where w.failing_since is not null and w.state in ('active', 'draining')
    union all
    select case when s.state = 'unknown' then 'lab_session_unknown' else 'lab_session_stuck' end, m.name, null::text,
      coalesce(s.ending_at, s.intended_at), jsonb_build_object('machineId', m.id, 'labId', s.lab_id)
    from lab_sessions s join machines m on m.id = s.machine_id
    where s.state <> 'ended' and (s.state = 'unknown'
      or (s.state = 'ending' and s.ending_at < now() - ${endConfirmMs} * interval '1 millisecond'))
    union all
    select 'machine_needs_operator', m.name, null::text, m.needs_operator_until, jsonb_build_object('machineId', m.id)
    from machines m where m.ended_at is null and m.needs_operator_until is not null
    union all
    select 'machine_degraded', m.name, null::text, m.degraded_since, jsonb_build_object('machineId', m.id)
    from machines m where m.ended_at is null and m.degraded_since is not null`;
}

/** Labs that sell nothing and seats that carry nothing. */
export const labNeeds = sql`
  select 'lab_breaker_open', l.name, l.breaker_reason, l.breaker_opened_at, jsonb_build_object('labId', l.id)
  from labs l where l.breaker_opened_at is not null
  union all
  select 'lab_not_ending', l.name, failing.reason, failing.since, jsonb_build_object('labId', l.id, 'count', failing.n)
  from (
    select s.lab_id, mode() within group (order by s.end_failure) as reason, min(s.end_failing_since) as since, count(*) as n
    from lab_sessions s where s.state <> 'ended' and s.end_failure is not null group by s.lab_id
  ) failing join labs l on l.id = failing.lab_id
  -- What one more try mends needs nobody.
  where failing.since < now() - interval '1 minute'
  union all
  select 'lab_disabled', l.name, l.disabled_reason, l.disabled_at, jsonb_build_object('labId', l.id)
  from labs l where l.disabled_at is not null
  union all
  select 'lab_without_permission', l.name, null::text, l.created_at, jsonb_build_object('labId', l.id)
  from labs l where l.permission_kind is null
  union all
  select 'seat_disabled', s.username, s.disabled_reason, s.disabled_at, jsonb_build_object('seatId', s.id, 'labId', s.lab_id)
  from seats s where s.disabled_at is not null
  union all
  select 'seat_used_up', s.username, null::text, null::timestamptz, jsonb_build_object('seatId', s.id, 'labId', s.lab_id)
  from seats s where s.disabled_at is null and s.uses >= s.max_uses`;

/** Tunnels at Cloudflare: calls that fail for longer than a moment, and removals that do not come to an end. */
export const tunnelNeeds = sql`
  select 'tunnels_failing', '', s.fault_detail, s.fault_at, '{}'::jsonb from tunnel_settings s where s.failures >= 3
  union all
  select 'tunnel_stuck', m.name, t.fault, t.removing_at, jsonb_build_object('machineId', m.id)
  from tunnels t join machines m on m.id = t.machine_id
  where t.state = 'removing' and t.removing_at < now() - interval '10 minutes'`;

/** The books, and the ways by which the house reaches people: nobody else would tell. */
export function reachNeeds({ mailMissing, refusalsMax }: { mailMissing: boolean; refusalsMax: number }): SQL {
  return sql`
    select 'ledger_wrong', '', null::text, c.wrong_since, jsonb_build_object('coins', c.imbalance_coins)
    from ledger_checks c where c.wrong_since is not null
    union all
    select 'mail_kept', '', null::text, min(o.created_at), jsonb_build_object('count', count(*))
    from outbox o where ${mailMissing} and o.channel = 'mail' and o.state = 'waiting' having count(*) > 0
    union all
    select 'operator_webhook_gone', '', null::text, w.gone_at, '{}'::jsonb from operator_webhook w where w.gone_at is not null
    union all
    select 'discord_failing', '', null::text, now(), '{}'::jsonb
    where exists (select 1 from discord_pauses p where p.route = '*' and p.until > now())
      or (select sum(r.refused) from discord_refusals r where r.minute > now() - interval '10 minutes') >= ${refusalsMax}`;
}

/** Messages, sign-in, and what the operator has not done yet. */
export const houseNeeds = sql`
  select 'outbox_failed', '', null::text, min(o.created_at), jsonb_build_object('count', count(*))
  from outbox o where o.state = 'failed' having count(*) > 0
  union all
  select 'sign_in_failing', t.provider, null::text, t.at, jsonb_build_object('provider', t.provider)
  from sign_in_tests t left join sign_in_providers p on p.provider = t.provider
  where not (t.result ->> 'ok')::boolean and coalesce(p.enabled, true)
  union all
  select 'admin_without_second_factor', u.name, null::text, null::timestamptz, jsonb_build_object('userId', u.id)
  from users u
  where u.disabled_at is null
    and exists (
      select 1 from user_roles ur join roles r on r.name = ur.role_name where ur.user_id = u.id and r.permissions <> '{}'
    )
    and not exists (select 1 from second_factors f where f.user_id = u.id and f.confirmed_at is not null)
    and not exists (select 1 from passkeys k where k.user_id = u.id)
  union all
  select 'pages_not_written', page.name, null::text, null::timestamptz, jsonb_build_object('page', page.name)
  from (values ('terms'), ('privacy')) page (name)
  where not exists (select 1 from settings s where s.name = page.name)`;
