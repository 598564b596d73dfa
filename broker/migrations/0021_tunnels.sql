-- Named tunnels of the operator's Cloudflare account: one for each machine that is reached by one, and never anything that is not ours.

create table tunnel_settings (
  only_row boolean primary key default true check (only_row),
  account_id text,
  zone_id text,
  zone_name text,
  -- Below the zone's name; empty = the zone itself.
  subdomain text not null default '',
  token text,
  -- Where the broker was reached that saved this: a copy of the database elsewhere must not remove what is in use here.
  saved_at_url text,
  revision integer not null default 1,
  updated_at timestamptz not null default now(),
  -- Calls that failed one after another, what the last of them said, and until when none is sent.
  failures integer not null default 0 check (failures >= 0),
  fault_at timestamptz,
  fault_detail text,
  paused_until timestamptz,
  -- Cloudflare itself asked not to be called before: nothing else ends that.
  closed_until timestamptz,
  check ((account_id is null) = (zone_id is null) and (account_id is null) = (zone_name is null)),
  check ((account_id is null) = (token is null) and (account_id is null) = (saved_at_url is null)),
  check ((fault_at is null) = (fault_detail is null))
);
insert into tunnel_settings default values;

-- How many calls were sent in each minute, over all brokers: Cloudflare closes an account for five minutes that sends too many.
create table tunnel_calls (
  minute timestamptz primary key,
  calls integer not null check (calls > 0)
);

-- Kept after its end: only what a row names is ever removed at Cloudflare. A call's intent (…_sent_at) is committed before the call, the
-- id that it brought at once after it, so that whatever a killed broker left there is found again.
create table tunnels (
  id uuid primary key default gen_random_uuid(),
  machine_id uuid not null unique references machines (id),
  -- Whose token it is: that of the machine's holder with this epoch.
  epoch integer not null default 0 check (epoch >= 0),
  -- The tunnel's name and the record's comment at Cloudflare.
  tag text not null unique,
  hostname text not null,
  account_id text not null,
  zone_id text not null,
  state text not null default 'intended' check (state in ('intended', 'open', 'removing', 'removed')),
  create_sent_at timestamptz,
  tunnel_id uuid unique,
  dns_sent_at timestamptz,
  dns_record_id text,
  -- The token that runs it; void as soon as the machine's end is decided.
  secret text,
  intended_at timestamptz not null default now(),
  opened_at timestamptz,
  removing_at timestamptz,
  removed_at timestamptz,
  failures integer not null default 0 check (failures >= 0),
  fault text,
  -- Also who works on it: a broker puts it off before it begins.
  next_try_at timestamptz not null default now(),
  check (state <> 'open' or (tunnel_id is not null and dns_record_id is not null and secret is not null)),
  check (secret is null or state in ('intended', 'open')),
  check ((state = 'removed') = (removed_at is not null)),
  check (state in ('intended', 'open') or removing_at is not null)
);
create unique index tunnels_by_hostname on tunnels (hostname) where state <> 'removed';
create index tunnels_kept on tunnels (next_try_at) where state <> 'removed';

-- As it was, and a lab reached by tunnels is closed while Cloudflare cannot make any: the next comparison opens it again.
create or replace function why_unavailable(p products, l labs) returns text language sql stable as $$
  select case
    when not p.on_sale or p.archived_at is not null then 'off_sale'
    when l.permission_kind is null then 'no_permission_record'
    when l.disabled_at is not null or (l.breaker_opened_at is not null and l.breaker_tries_again_at is null) then 'lab_disabled'
    when not exists (
      select 1 from seats s where s.lab_id = l.id and s.disabled_at is null and (s.max_uses is null or s.uses < s.max_uses)
        and seat_carries(s, p.duration_minutes)
    ) then 'no_seat'
    when not exists (
      select 1 from workers w join pools o on o.id = w.pool_id
      where w.pool_id = p.pool_id and w.state = 'active' and w.labels @> o.labels
    ) then 'no_worker'
    when not lab_is_open(l) or not exists (
      select 1 from seats s where s.lab_id = l.id and seat_may_work(s) and seat_carries(s, p.duration_minutes)
    ) then 'temporarily'
    when l.tunnel = 'cloudflared' and exists (
      select 1 from tunnel_settings t where t.failures >= 3 or greatest(t.paused_until, t.closed_until) > now()
    ) then 'temporarily'
    when p.stock_used >= p.stock then 'out_of_stock'
  end
$$;

-- Forgets canaries that ended before that moment, a few at a time, with everything that hangs on their machines. One whose tunnel is
-- not yet gone from Cloudflare waits: its row is all that is known of it. A test holds the list equal to the tables.
create function forget_canaries(before timestamptz, at_most integer) returns integer language plpgsql as $$
declare
  gone uuid[];
begin
  gone := array(
    select m.id from canaries c join machines m on m.id = c.machine_id
    where m.ended_at < before and not exists (select 1 from leases l where l.machine_id = m.id and l.released_at is null)
      and not exists (select 1 from lab_sessions o where o.machine_id = m.id and o.state <> 'ended')
      and not exists (select 1 from tunnels t where t.machine_id = m.id and t.state <> 'removed')
    order by c.asked_at limit at_most for update of m skip locked
  );
  delete from canaries where machine_id = any(gone);
  delete from tunnels where machine_id = any(gone);
  delete from evidence where machine_id = any(gone);
  delete from machine_events where machine_id = any(gone);
  delete from machine_steps where machine_id = any(gone);
  delete from machine_logs where machine_id = any(gone);
  delete from machine_health where machine_id = any(gone);
  delete from machine_restarts where machine_id = any(gone);
  delete from machine_extensions where machine_id = any(gone);
  delete from endpoints where machine_id = any(gone);
  delete from leases where machine_id = any(gone);
  delete from lab_sessions where machine_id = any(gone);
  delete from worker_failures where machine_id = any(gone);
  delete from machines where id = any(gone);
  return cardinality(gone);
end $$;
-- Asked for by machine on an admin's page and whenever a machine is forgotten.
create index lab_sessions_of_machine on lab_sessions (machine_id, intended_at desc);
create index endpoints_of_machine on endpoints (machine_id);
create index worker_failures_of_machine on worker_failures (machine_id);
