-- The newest hello that counted: by which broker's process, when it was challenged on that process' own clock, and when it was taken.
-- A hello of an older connection that is dealt with after it changes nothing, and is no sign of a copied key.
alter table workers
  add column hello_process uuid,
  add column hello_challenged_ms double precision,
  add column hello_taken_at timestamptz;
