-- What labs list for our seats, compared with what we know. One row for a seat that was ever used: when it is looked at next, the order
-- that is out, and how the last one went. An inventory takes no slot of its worker and none of the seat's places.
create table seat_inventories (
  seat_id uuid primary key references seats (id) on delete cascade,
  -- Fencing token of this seat's inventories: an answer with another one, or after the deadline, is refused.
  epoch integer not null default 0 check (epoch >= 0),
  -- The order that is out, until it was answered or its deadline has passed.
  worker_id uuid references workers (id),
  asked_at timestamptz,
  deadline_at timestamptz,
  next_at timestamptz not null default now(),
  next_cause text not null default 'schedule' check (next_cause in ('schedule', 'unclear', 'finding', 'admin')),
  -- When the newest complete one was asked for, and how many lines the last list had: an empty one after a full one says nothing.
  complete_at timestamptz,
  lines integer check (lines >= 0),
  -- Those that failed one after another, and what the last of them met.
  failures integer not null default 0 check (failures >= 0),
  failure text,
  detail text,
  created_at timestamptz not null default now(),
  check ((worker_id is null) = (asked_at is null) and (worker_id is null) = (deadline_at is null))
);
create index seat_inventories_by_worker on seat_inventories (worker_id) where worker_id is not null;
create index seat_inventories_next on seat_inventories (next_at);

-- What a lab's list and our rows do not agree on. Kept after it was settled. Only what `lab_session_id` names is ever ended.
create table lab_findings (
  id uuid primary key default gen_random_uuid(),
  lab_id uuid not null references labs (id),
  seat_id uuid not null references seats (id),
  -- orphan: it runs, and our row of it ended. second_session: it runs beside the one we know of the same tag. missing: we have it ready,
  -- the lab does not list it. stranger: not ours. renamed: tag and lab's id name different things, so nobody knows whose it is.
  kind text not null check (kind in ('orphan', 'second_session', 'missing', 'stranger', 'renamed')),
  -- What the lab says of it.
  lab_ref text not null,
  label text not null,
  lab_session_id uuid references lab_sessions (id) on delete set null,
  state text not null default 'open' check (state in ('open', 'ending', 'settled')),
  -- Complete inventories, further apart than the list lag, that showed it in this way one after another.
  sightings integer not null default 1 check (sightings > 0),
  first_seen_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  -- The inventory that is to end it.
  order_epoch integer,
  -- An admin does not want to wait for the second sighting and the grace.
  wanted_by text,
  tries integer not null default 0 check (tries >= 0),
  failure text,
  next_try_at timestamptz,
  settled_at timestamptz,
  -- ended: the lab confirmed the end. gone: the lab lists it no more. machine_ended: the machine that was missing was ended.
  -- seen_again: the missing one is listed again. ours: our own rows explain it now.
  settled_how text check (settled_how in ('ended', 'gone', 'machine_ended', 'seen_again', 'ours')),
  check ((state = 'settled') = (settled_at is not null) and (state = 'settled') = (settled_how is not null)),
  check (state <> 'ending' or kind in ('orphan', 'second_session'))
);
create unique index lab_findings_one_open on lab_findings (seat_id, lab_ref) where state <> 'settled';
create index lab_findings_of_session on lab_findings (lab_session_id) where lab_session_id is not null;
create index lab_findings_settled on lab_findings (settled_at) where state = 'settled';

-- Looked for after each inventory, and for what became of a seat lately.
create index lab_sessions_by_ref on lab_sessions (seat_id, lab_ref) where lab_ref is not null;
create index lab_sessions_ended_unclear on lab_sessions (ended_at) where ended_how in ('not_found', 'written_off');
create index lab_sessions_lately on lab_sessions (seat_id, intended_at);
