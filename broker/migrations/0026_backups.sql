-- Each try to take a backup: what the metrics and the overview tell of it, whichever broker took it. The files themselves lie elsewhere.

create table backups (
  id bigint generated always as identity primary key,
  asked_by text not null,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  file text not null,
  bytes bigint check (bytes > 0),
  table_rows bigint check (table_rows >= 0),
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  failure text,
  check ((bytes is null) = (sha256 is null)),
  check (failure is null or bytes is null)
);
create index backups_newest on backups (started_at desc);
