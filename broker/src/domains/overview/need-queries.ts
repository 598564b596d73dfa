import { type SQL, sql } from 'drizzle-orm';

// Each part answers: kind, name, reason, since, params. What is stuck is the incidents' and not asked for here.

/** Labs that sell nothing and seats that carry nothing. */
export const labNeeds = sql`
  select 'lab_disabled' as kind, l.name, l.disabled_reason as reason, l.disabled_at as since, jsonb_build_object('labId', l.id) as params
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

/** The ways by which the house reaches people: nobody else would tell. */
export function reachNeeds({ mailMissing, refusalsMax }: { mailMissing: boolean; refusalsMax: number }): SQL {
  return sql`
    select 'mail_kept', '', null::text, min(o.created_at), jsonb_build_object('count', count(*))
    from outbox o where ${mailMissing} and o.channel = 'mail' and o.state = 'waiting' having count(*) > 0
    union all
    select 'operator_webhook_gone', '', null::text, w.gone_at, '{}'::jsonb from operator_webhook w where w.gone_at is not null
    union all
    select 'discord_failing', '', null::text, now(), '{}'::jsonb
    where exists (select 1 from discord_pauses p where p.route = '*' and p.until > now())
      or (select sum(r.refused) from discord_refusals r where r.minute > now() - interval '10 minutes') >= ${refusalsMax}`;
}

/** Sign-in, and what the operator has not done yet. */
export const houseNeeds = sql`
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
