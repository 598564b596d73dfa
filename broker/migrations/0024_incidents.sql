-- What was stuck, from when until when: the open ones are derived from the truth again and again, the closed ones are kept for who asks
-- next morning what happened at night.

create table incidents (
  id uuid primary key default gen_random_uuid(),
  -- Its kind and what it is about: the same for each time that it happens.
  incident_id text not null,
  kind text not null,
  name text not null,
  reason text,
  since timestamptz,
  refs jsonb not null default '{}',
  params jsonb not null default '{}',
  opened_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  -- When the operator was told that it opened.
  told_at timestamptz,
  closed_at timestamptz,
  closed_by text,
  check (closed_by is null or closed_at is not null)
);
create unique index incidents_one_open on incidents (incident_id) where closed_at is null;
create index incidents_closed on incidents (closed_at desc, id desc) where closed_at is not null;
create index incidents_of_id on incidents (incident_id, opened_at desc);

-- What only a broker's process knows of itself (a job that fails, its start), written again by it every few seconds.
create table broker_conditions (
  process_id uuid not null,
  kind text not null check (kind in ('loop_stuck', 'start_grace')),
  name text not null default '',
  since timestamptz not null,
  until timestamptz,
  seen_at timestamptz not null default now(),
  primary key (process_id, kind, name)
);

-- An admin wants the lab asked again now: the pause between two tries is skipped once.
alter table lab_sessions add column end_asked_at timestamptz;

-- Few rows: a machine that is over has no seat.
create index machines_on_seat on machines (seat_id) where seat_id is not null;

update roles set permissions = permissions || array[
  'admin.incidents.read', 'admin.incidents.end_session', 'admin.incidents.release_seat', 'admin.incidents.look', 'admin.machines.refund'
] where name = 'admin';

-- Who has a channel for alarms wants to hear of these too.
update operator_webhook set events = events || array['incident'] where webhook_id is not null;
