-- A lab session that its worker tries to end in vain: what the newest try met (a provision failure), and since when. The worker tells it
-- with each heartbeat; null = nothing is in the way.
alter table lab_sessions
  add column end_failure text,
  add column end_failing_since timestamptz,
  add constraint lab_sessions_end_fails check ((end_failure is null) = (end_failing_since is null));
-- Looked through for what waits for a person and on each lab's page: nearly always empty.
create index lab_sessions_failing on lab_sessions (lab_id) where state <> 'ended' and end_failure is not null;
