-- Breakers that close by themselves, canaries that try whether they may, and what else an admin decides about a lab.

alter table labs
  add column tunnel text not null default 'direct' check (tunnel in ('direct', 'cloudflared', 'quick', 'gateway')),
  add column tunnel_place text not null default 'worker' check (tunnel_place in ('worker', 'machine')),
  -- A browser that does not say that it is automated: only with the permission record.
  add column stealth boolean not null default false,
  add column operator_wait_minutes integer not null default 0 check (operator_wait_minutes between 0 and 60),
  add column canary_every_minutes integer check (canary_every_minutes between 5 and 10080),
  add column canary_template text,
  -- When a canary tries again what the breaker closed; null = an admin must look. `breaker_trials`: tries in vain since it opened.
  add column breaker_tries_again_at timestamptz,
  add column breaker_trials integer not null default 0 check (breaker_trials >= 0),
  add constraint labs_stealth_by_permission check (not stealth or permission_kind is not null),
  add constraint labs_breaker_rests check (breaker_opened_at is not null or breaker_tries_again_at is null);

alter table seats
  add column breaker_opened_at timestamptz,
  add column breaker_reason text,
  add column breaker_tries_again_at timestamptz,
  add column breaker_trials integer not null default 0 check (breaker_trials >= 0),
  -- When a machine last became ready on it: what failed before does not count any more.
  add column worked_at timestamptz,
  add column last_canary_at timestamptz,
  -- A signed-in browser of this seat, encrypted with the context seat-cookies:<id>.
  add column cookies text,
  add constraint seats_breaker_rests check ((breaker_opened_at is null) = (breaker_tries_again_at is null));
create index labs_half_open on labs (breaker_tries_again_at) where breaker_tries_again_at is not null;
create index seats_half_open on seats (breaker_tries_again_at) where breaker_tries_again_at is not null;

-- Failures that speak against a lab or a seat of it, for the breakers' count. Deleted when too old to count.
create table lab_failures (
  id bigint generated always as identity primary key,
  lab_id uuid not null references labs (id) on delete cascade,
  seat_id uuid not null references seats (id) on delete cascade,
  failure text not null,
  by_canary boolean not null,
  at timestamptz not null default now()
);
create index lab_failures_of_lab on lab_failures (lab_id, at);
create index lab_failures_of_seat on lab_failures (seat_id, at);
create index lab_failures_by_age on lab_failures (at);

-- A canary is nobody's machine and of no product; it names the seat that it is to try, also a closed one.
alter table machines
  alter column product_id drop not null,
  add column named_seat_id uuid references seats (id),
  add constraint machines_product_unless_canary check ((product_id is null) = (purpose = 'canary')),
  add constraint machines_canary_is_free check (
    purpose <> 'canary' or (owner_id is null and price = 0 and named_seat_id is not null)
  );
-- One at a time on each seat, whoever asks.
create unique index machines_one_canary_of_seat on machines (named_seat_id) where purpose = 'canary' and ended_at is null;

create table canaries (
  id uuid primary key,
  machine_id uuid not null unique references machines (id),
  lab_id uuid not null references labs (id),
  seat_id uuid not null references seats (id),
  -- `schedule`, `breaker`, or the name of who asked.
  asked_by text not null,
  asked_at timestamptz not null default now()
);
create index canaries_of_lab on canaries (lab_id, asked_at desc, id desc);
create index canaries_by_age on canaries (asked_at);

-- Neither disabled nor used up, and its breaker closed: it carries machines, now or when it is free again.
create or replace function seat_may_work(s seats) returns boolean language sql immutable as $$
  select s.disabled_at is null and s.breaker_opened_at is null and (s.max_uses is null or s.uses < s.max_uses)
$$;

-- A canary may be started at this lab: an open breaker is what it is to try.
create function lab_takes_canaries(l labs) returns boolean language sql immutable as $$
  select l.permission_kind is not null and l.disabled_at is null
$$;
-- And on this seat, also when that is disabled, rests or is out of its hours: who asks knows it.
create function seat_takes_canary(s seats) returns boolean language sql immutable as $$
  select s.in_use < s.max_concurrent and (s.max_uses is null or s.uses < s.max_uses)
$$;

-- The first reason why nobody can buy the product now, or null: for the shop and for the purchase. What is only busy (a seat that
-- is taken or cools down, a worker that is offline) is no reason: it is a queue. `temporarily`: only breakers that close by themselves.
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
    when p.stock_used >= p.stock then 'out_of_stock'
  end
$$;
