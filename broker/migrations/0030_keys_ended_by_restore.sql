-- Why a key that has not been revoked by anybody is of no use any more, for its member to read: it was good when a backup was taken
-- from which the house was restored since, and whether it was revoked in between nobody knows.
alter table api_keys
  add column ended_reason text check (ended_reason in ('restored'));
