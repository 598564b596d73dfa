-- Buying time, restarting, idling, and whether a ready machine answers.

-- The terms of the product, as they were when the machine was bought.
alter table machines
  add column extension_minutes integer check (extension_minutes > 0),
  add column extension_price bigint check (extension_price >= 0),
  -- From ready to the latest end that extensions can reach; null = no bound of ours.
  add column max_life_minutes integer check (max_life_minutes > 0),
  add column idle_minutes integer check (idle_minutes > 0),
  add column auto_extend boolean not null default false,
  -- Why auto-extend switched itself off, for the member.
  add column auto_extend_stopped text,
  -- Nobody has used it since then, as the lab tells; null = in use, or the lab does not tell.
  add column idle_since timestamptz,
  add column idle_warned boolean not null default false,
  -- The last sign of use that the lab does not see (time bought by hand, a restart) or that nobody could use it before: not idle earlier.
  add column used_at timestamptz,
  -- The newest health check (the holder counts them within its hold), and how many failed in a row.
  add column health_epoch integer,
  add column health_n integer,
  add column health_checked_at timestamptz,
  add column health_ok boolean,
  add column health_failures integer not null default 0 check (health_failures >= 0),
  -- With degraded_since: when it is given up, with a refund of the time since then.
  add column degraded_until timestamptz,
  -- What the member was told at the purchase, to measure how true it was.
  add column told_wait_from_ms bigint,
  add column told_wait_to_ms bigint,
  add constraint machines_extension_terms check ((extension_minutes is null) = (extension_price is null)),
  add constraint machines_degraded_deadline check ((degraded_since is null) = (degraded_until is null));
create index machines_degraded on machines (degraded_until) where degraded_until is not null;
create index machines_idle on machines (idle_since) where state = 'ready' and idle_since is not null;
create index machines_auto_extended on machines (expires_at) where state = 'ready' and auto_extend;
-- How long recent machines waited, were prepared and were used: the queue's estimate reads it.
create index machines_recently_assigned on machines (pool_id, lab_id, assigned_at desc) where assigned_at is not null;
create index machines_recently_ended on machines (pool_id, lab_id, ended_at desc) where ready_at is not null and ended_at is not null;

-- Time bought for a ready machine: pending until the lab's new end is reported, then applied; else refused and paid back.
create table machine_extensions (
  id uuid primary key,
  machine_id uuid not null references machines (id),
  charge_id uuid not null unique references charges (id),
  minutes integer not null check (minutes > 0),
  automatic boolean not null,
  state text not null default 'pending' check (state in ('pending', 'applied', 'refused')),
  -- A sentence for the member when it was refused.
  detail text,
  requested_at timestamptz not null default now(),
  deadline_at timestamptz not null,
  decided_at timestamptz,
  check ((state = 'pending') = (decided_at is null))
);
create unique index machine_extensions_one_pending on machine_extensions (machine_id) where state = 'pending';
create index machine_extensions_of_machine on machine_extensions (machine_id, requested_at);
create index machine_extensions_due on machine_extensions (deadline_at) where state = 'pending';

create table machine_restarts (
  id uuid primary key,
  machine_id uuid not null references machines (id),
  requested_by text not null,
  state text not null default 'pending' check (state in ('pending', 'done', 'failed')),
  detail text,
  requested_at timestamptz not null default now(),
  deadline_at timestamptz not null,
  decided_at timestamptz,
  check ((state = 'pending') = (decided_at is null))
);
create unique index machine_restarts_one_pending on machine_restarts (machine_id) where state = 'pending';
create index machine_restarts_of_machine on machine_restarts (machine_id, requested_at);
create index machine_restarts_due on machine_restarts (deadline_at) where state = 'pending';

create table machine_health (
  machine_id uuid not null references machines (id),
  at timestamptz not null,
  ok boolean not null,
  latency_ms integer check (latency_ms >= 0),
  detail text,
  primary key (machine_id, at)
);
create index machine_health_old on machine_health (at);
