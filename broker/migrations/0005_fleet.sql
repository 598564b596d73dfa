-- Workers, how they come in, and the leases by which they hold machines.

create table workers (
  id uuid primary key default gen_random_uuid(),
  pool_id uuid not null references pools (id),
  name text not null unique,
  -- Ed25519, DER SubjectPublicKeyInfo, base64. The private half never leaves the worker's host.
  public_key text not null unique,
  labels text[] not null default '{}',
  capacity integer not null check (capacity >= 1),
  used integer not null default 0,
  state text not null default 'active' check (state in ('active', 'draining', 'drained', 'revoked', 'locked')),
  state_reason text,
  drain_deadline_at timestamptz,
  -- The counter both sides remember; `offered` is what the last welcome gave and the worker has not confirmed yet.
  join_counter integer not null default 0,
  join_counter_offered integer,
  -- The running process: its id, the newest report of it that was applied.
  boot_id uuid,
  report_seq integer not null default 0,
  session_id uuid,
  connected_since timestamptz,
  last_seen_at timestamptz,
  went_idle_at timestamptz not null default now(),
  version text,
  protocol integer,
  -- What its last heartbeat said: how busy its host is, and whether its process is leaving (SIGTERM: no new work).
  load jsonb,
  leaving boolean not null default false,
  failures integer not null default 0,
  penalised_until timestamptz,
  enrolled_at timestamptz not null default now(),
  constraint workers_used_within check (used between 0 and capacity)
);

-- A token enrols one worker, once, for a short time. Only its SHA-256 is kept.
create table enrolment_tokens (
  token_hash text primary key,
  pool_id uuid not null references pools (id),
  name text not null,
  capacity integer not null check (capacity >= 1),
  labels text[] not null default '{}',
  created_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  worker_id uuid references workers (id)
);

create table worker_sessions (
  id uuid primary key,
  worker_id uuid not null references workers (id),
  boot_id uuid not null,
  address text,
  connected_at timestamptz not null default now(),
  disconnected_at timestamptz,
  close_reason text
);
create index worker_sessions_of_worker on worker_sessions (worker_id, connected_at desc);

-- A machine's claim on one worker slot and one seat. The epoch is the fencing token; one open lease per machine.
create table leases (
  id uuid primary key default gen_random_uuid(),
  machine_id uuid not null references machines (id),
  worker_id uuid not null references workers (id),
  seat_id uuid not null references seats (id),
  epoch integer not null check (epoch > 0),
  boot_id uuid,
  granted_at timestamptz not null default now(),
  acknowledged_at timestamptz,
  expires_at timestamptz not null,
  released_at timestamptz,
  release_reason text,
  unique (machine_id, epoch)
);
create unique index leases_one_open on leases (machine_id) where released_at is null;
create index leases_of_worker on leases (worker_id) where released_at is null;
create index leases_expiring on leases (expires_at) where released_at is null;
