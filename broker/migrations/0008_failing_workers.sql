-- A worker that keeps failing gets no member's machine until a probe passes.

alter table workers
  add column failing_since timestamptz,
  add column failing_reason text,
  add column probe_id uuid,
  add column probe_sent_at timestamptz,
  add column probe_passed_at timestamptz;

-- What counted against a worker; a few in a short time make it `failing`.
create table worker_failures (
  id bigint generated always as identity primary key,
  worker_id uuid not null references workers (id),
  machine_id uuid references machines (id),
  at timestamptz not null default now(),
  kind text not null
);
create index worker_failures_of_worker on worker_failures (worker_id, at desc);
