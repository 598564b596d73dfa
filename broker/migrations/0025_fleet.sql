-- When most workers fell silent together nothing is reassigned until `until_at`. A row, so that it outlives a broker's restart and is one
-- for all brokers: of two that see the same outage the second is refused.
create table mass_outages (
  id bigint generated always as identity primary key,
  began_at timestamptz not null default now(),
  until_at timestamptz not null,
  silent integer not null,
  known integer not null,
  constraint mass_outages_one_at_a_time exclude using gist (tstzrange(began_at, until_at) with &&)
);
