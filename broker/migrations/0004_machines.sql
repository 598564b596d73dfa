-- A machine's life (what the member has) and its lab sessions (what the lab runs). Legal moves are held here, not only in code.

create table machine_state_moves (
  from_state text not null,
  to_state text not null,
  primary key (from_state, to_state)
);
insert into machine_state_moves (from_state, to_state) values
  ('queued', 'assigned'), ('queued', 'stopped'), ('queued', 'failed'),
  ('assigned', 'queued'), ('assigned', 'provisioning'), ('assigned', 'stopping'), ('assigned', 'stopped'), ('assigned', 'failed'),
  ('provisioning', 'queued'), ('provisioning', 'ready'), ('provisioning', 'stopping'), ('provisioning', 'stopped'), ('provisioning', 'failed'),
  ('ready', 'stopping'), ('ready', 'stopped'), ('ready', 'failed'),
  ('stopping', 'stopped'), ('stopping', 'failed');

-- How many machines a member has that are not final: the limit is a conditional update of this row.
create table member_usage (
  user_id uuid primary key references users (id),
  active_machines integer not null default 0 check (active_machines >= 0)
);

create table machines (
  id uuid primary key,
  purpose text not null default 'sale' check (purpose in ('sale', 'stock', 'trial', 'canary')),
  owner_id uuid references users (id),
  product_id uuid not null references products (id),
  pool_id uuid not null references pools (id),
  lab_id uuid not null references labs (id),
  name text not null,
  template text not null,
  duration_minutes integer not null check (duration_minutes > 0),
  price bigint not null check (price >= 0),
  refunds_unused_on_stop boolean not null default false,
  -- It holds a place of its product's stock: the product had a limit when it was bought.
  stock_counted boolean not null default false,
  state text not null default 'queued' check (state in ('queued', 'assigned', 'provisioning', 'ready', 'stopping', 'stopped', 'failed')),
  end_reason text check (end_reason in (
    'member_stopped', 'cancelled', 'expired', 'idle', 'admin_stopped', 'queue_timeout', 'provision_timeout', 'provision_failed',
    'lab_ended', 'lab_disabled', 'worker_lost', 'drained', 'payment_reversed', 'subscription_suspended', 'account_disabled')),
  end_failure text,
  end_detail text,
  -- Raised with every lease: every write of a worker names it.
  epoch integer not null default 0 check (epoch >= 0),
  -- The number of the newest try over all workers, from 1.
  attempt integer not null default 1 check (attempt >= 1),
  tried_worker_ids uuid[] not null default '{}',
  not_before timestamptz,
  -- The seat this machine claims at its lab (counted in seats.in_use) until the lab confirmed the end.
  seat_id uuid references seats (id),
  last_event_n integer not null default 0 check (last_event_n >= 0),
  log_bytes bigint not null default 0 check (log_bytes >= 0),
  log_capped boolean not null default false,
  last_warning_minutes integer,
  requested_at timestamptz not null default now(),
  queued_at timestamptz not null default now(),
  queue_deadline_at timestamptz not null,
  assigned_at timestamptz,
  provision_deadline_at timestamptz,
  ready_at timestamptz,
  expires_at timestamptz,
  stopping_at timestamptz,
  ended_at timestamptz,
  needs_operator_until timestamptz,
  degraded_since timestamptz,
  check (owner_id is not null or purpose in ('stock', 'canary')),
  check (state <> 'ready' or (ready_at is not null and expires_at is not null)),
  check ((state in ('stopped', 'failed')) = (ended_at is not null)),
  check (state not in ('stopping', 'stopped', 'failed') or end_reason is not null),
  check (state not in ('queued', 'assigned', 'provisioning', 'ready') or end_reason is null)
);
create index machines_of_owner on machines (owner_id, requested_at desc, id desc) where owner_id is not null;
create index machines_newest on machines (requested_at desc, id desc);
create index machines_queued on machines (queued_at, id) where state = 'queued';
create index machines_expiring on machines (expires_at) where state = 'ready';
create index machines_preparing on machines (provision_deadline_at) where state in ('queued', 'assigned', 'provisioning');
create index machines_stopping on machines (stopping_at) where state = 'stopping';

create function guard_machine_state() returns trigger language plpgsql as $$
begin
  if new.state is distinct from old.state and not exists (
    select 1 from machine_state_moves m where m.from_state = old.state and m.to_state = new.state
  ) then
    raise exception 'machine % may not go from % to %', old.id, old.state, new.state using errcode = 'restrict_violation';
  end if;
  if old.end_reason is not null and new.end_reason is distinct from old.end_reason then
    raise exception 'machine % has its end reason already: %', old.id, old.end_reason using errcode = 'restrict_violation';
  end if;
  if new.epoch < old.epoch then
    raise exception 'machine % may not lower its epoch', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger machines_guard before update on machines
  for each row execute function guard_machine_state();

create table machine_events (
  machine_id uuid not null references machines (id),
  n integer not null check (n > 0),
  at timestamptz not null default now(),
  kind text not null,
  data jsonb not null default '{}',
  primary key (machine_id, n)
);

create table machine_steps (
  machine_id uuid not null references machines (id),
  attempt integer not null check (attempt >= 1),
  step text not null check (step in ('sign_in', 'start_lab', 'wait_for_lab', 'open_shell', 'bootstrap', 'open_tunnel', 'verify')),
  epoch integer not null,
  state text not null check (state in ('running', 'done', 'failed')),
  failure text,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (machine_id, attempt, step),
  check ((state = 'running') = (finished_at is null))
);

create table machine_logs (
  machine_id uuid not null references machines (id),
  epoch integer not null check (epoch > 0),
  seq integer not null check (seq > 0),
  at timestamptz not null,
  source text not null check (source in ('worker', 'machine')),
  text text not null,
  primary key (machine_id, epoch, seq)
);

-- A way in. `secret` (the password) is encrypted by the broker. Closed the moment the end is decided.
create table endpoints (
  id uuid primary key default gen_random_uuid(),
  machine_id uuid not null references machines (id),
  epoch integer not null,
  kind text not null check (kind in ('ssh', 'rdp', 'vnc', 'http')),
  tunnel text not null check (tunnel in ('direct', 'cloudflared', 'gateway')),
  reach text not null check (reach in ('anywhere', 'worker')),
  host text not null,
  port integer not null check (port between 1 and 65535),
  username text not null,
  secret text,
  host_key_fingerprint text not null,
  known_hosts_line text,
  verified_at timestamptz not null default now(),
  closed_at timestamptz,
  check (closed_at is null or secret is null)
);
create unique index endpoints_one_open on endpoints (machine_id, kind) where closed_at is null;

create table charges (
  id uuid primary key default gen_random_uuid(),
  machine_id uuid not null references machines (id),
  user_id uuid not null references users (id),
  kind text not null check (kind in ('purchase', 'extension')),
  price bigint not null check (price >= 0),
  from_earned bigint not null check (from_earned >= 0),
  from_bought bigint not null check (from_bought >= 0),
  refunded_earned bigint not null default 0 check (refunded_earned >= 0),
  refunded_bought bigint not null default 0 check (refunded_bought >= 0),
  state text not null default 'held' check (state in ('held', 'captured', 'released')),
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  check (price = from_earned + from_bought),
  check (refunded_earned <= from_earned),
  check (refunded_bought <= from_bought),
  check (state = 'captured' or (refunded_earned = 0 and refunded_bought = 0)),
  check ((state = 'held') = (ended_at is null))
);
create index charges_of_machine on charges (machine_id);
create unique index charges_one_purchase on charges (machine_id) where kind = 'purchase';
create index charges_held on charges (created_at) where state = 'held';

create function guard_charge() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a charge is never deleted' using errcode = 'restrict_violation';
  end if;
  if old.state <> new.state and old.state <> 'held' then
    raise exception 'charge % ended already: %', old.id, old.state using errcode = 'restrict_violation';
  end if;
  if (new.machine_id, new.user_id, new.kind, new.price, new.from_earned, new.from_bought)
     is distinct from (old.machine_id, old.user_id, old.kind, old.price, old.from_earned, old.from_bought) then
    raise exception 'charge % may not be rewritten', old.id using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger charges_guard before update or delete on charges
  for each row execute function guard_charge();

create table lab_session_state_moves (
  from_state text not null,
  to_state text not null,
  primary key (from_state, to_state)
);
insert into lab_session_state_moves (from_state, to_state) values
  ('intended', 'starting'), ('intended', 'live'), ('intended', 'ending'), ('intended', 'ended'), ('intended', 'unknown'),
  ('starting', 'live'), ('starting', 'ending'), ('starting', 'ended'), ('starting', 'unknown'),
  ('live', 'ending'), ('live', 'ended'), ('live', 'unknown'),
  ('ending', 'ended'), ('ending', 'unknown'),
  ('unknown', 'starting'), ('unknown', 'live'), ('unknown', 'ending'), ('unknown', 'ended');

-- Committed before the lab is asked to start. One open session per machine: a new try waits for the old one's confirmed end.
create table lab_sessions (
  id uuid primary key,
  machine_id uuid not null references machines (id),
  lab_id uuid not null references labs (id),
  seat_id uuid not null references seats (id),
  epoch integer not null check (epoch > 0),
  tag text not null unique,
  lab_ref text,
  state text not null default 'intended' check (state in ('intended', 'starting', 'live', 'ending', 'ended', 'unknown')),
  intended_at timestamptz not null default now(),
  started_at timestamptz,
  live_at timestamptz,
  lab_ends_at timestamptz,
  ending_at timestamptz,
  ended_at timestamptz,
  -- written_off: on an operator's word, because the lab does not answer any more.
  ended_how text check (ended_how in ('confirmed', 'not_found', 'written_off')),
  check ((state = 'ended') = (ended_at is not null))
);
create unique index lab_sessions_one_open on lab_sessions (machine_id) where state <> 'ended';
create index lab_sessions_of_seat on lab_sessions (seat_id) where state <> 'ended';

create function guard_lab_session_state() returns trigger language plpgsql as $$
begin
  if new.state is distinct from old.state and not exists (
    select 1 from lab_session_state_moves m where m.from_state = old.state and m.to_state = new.state
  ) then
    raise exception 'lab session % may not go from % to %', old.id, old.state, new.state using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger lab_sessions_guard before update on lab_sessions
  for each row execute function guard_lab_session_state();

-- What a worker kept of a failure (already redacted there). Deleted after its time.
create table evidence (
  id uuid primary key,
  machine_id uuid not null references machines (id),
  epoch integer not null,
  taken_at timestamptz not null,
  step text,
  failure text,
  message text not null,
  url text not null,
  title text not null,
  screenshot bytea,
  dom text not null,
  console text[] not null default '{}',
  network text[] not null default '{}',
  step_log text[] not null default '{}',
  expires_at timestamptz not null
);
create index evidence_of_machine on evidence (machine_id, taken_at);
create index evidence_expiring on evidence (expires_at);
