-- Which worker is next, whose turn it is, and which workers get nothing until a probe passes.

alter table workers
  add column failing_since timestamptz,
  add column failing_reason text,
  add column probe_id uuid,
  add column probe_sent_at timestamptz,
  add column probe_passed_at timestamptz,
  add constraint workers_failing_reason check ((failing_since is null) = (failing_reason is null));

-- An admin may lower the slots below what runs: nothing new comes until it is below. Whoever grants a slot looks (see grantLeases).
alter table workers drop constraint workers_used_within, add constraint workers_used_within check (used >= 0);

-- Half of each page stays free and no index holds what a heartbeat writes: its update stays on its page (HOT) and writes no index.
alter table workers set (fillfactor = 50);
-- The order in which a pool's workers get machines: least loaded, fewest recent failures, fewest labels (so that special workers
-- stay free), longest idle. The allocator reads only its head.
create index workers_least_loaded on workers
  (pool_id, (used::float8 / capacity), failures, cardinality(labels), went_idle_at, id)
  where state = 'active' and session_id is not null and failing_since is null and used < capacity;
create index seats_least_used on seats (lab_id, in_use, uses, id) where disabled_at is null and in_use < max_concurrent;

-- What counted against a worker; a few in a short time make it `failing`.
create table worker_failures (
  id bigint generated always as identity primary key,
  worker_id uuid not null references workers (id),
  machine_id uuid references machines (id),
  at timestamptz not null default now(),
  kind text not null check (kind in ('not_accepted', 'browser_failed', 'internal', 'lost'))
);
create index worker_failures_of_worker on worker_failures (worker_id, at desc);
create index worker_failures_old on worker_failures (at);

-- When a member (or, for machines without an owner, a product) was last given a machine of this pool and lab: whose turn it is.
create table queue_turns (
  taker_id uuid not null,
  pool_id uuid not null references pools (id) on delete cascade,
  lab_id uuid not null references labs (id) on delete cascade,
  last_granted_at timestamptz not null,
  primary key (pool_id, lab_id, taker_id)
);
create index queue_turns_old on queue_turns (last_granted_at);

-- The newest placements and what they took: the fleet page and the queue's estimate read them.
create index leases_newest on leases (granted_at desc);
create index leases_of_machine on leases (machine_id, epoch desc);
