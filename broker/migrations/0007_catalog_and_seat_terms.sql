-- What admins decide about pools, products, labs and seats. `revision` refuses an edit of what somebody else changed meanwhile.

alter table pools
  add column description text not null default '',
  add column revision integer not null default 1;

alter table products
  -- How many machines of this product one member may have at once; null = only the limit over all products.
  add column per_member_max integer check (per_member_max > 0),
  add column extension_minutes integer check (extension_minutes > 0),
  add column extension_price bigint check (extension_price >= 0),
  add column max_life_minutes integer check (max_life_minutes > 0),
  add column idle_minutes integer check (idle_minutes > 0),
  -- Out of every list but the history; it was sold and cannot be deleted.
  add column archived_at timestamptz,
  add column revision integer not null default 1,
  add constraint products_extension_terms check ((extension_minutes is null) = (extension_price is null)),
  add constraint products_life_holds_duration check (max_life_minutes is null or max_life_minutes >= duration_minutes);

-- Counted like member_usage: the limit is a conditional update of this row.
create table member_product_usage (
  user_id uuid not null references users (id),
  product_id uuid not null references products (id),
  active_machines integer not null default 0 check (active_machines >= 0),
  primary key (user_id, product_id)
);
insert into member_product_usage (user_id, product_id, active_machines)
  select owner_id, product_id, count(*) from machines
  where owner_id is not null and ended_at is null group by owner_id, product_id;

alter table labs
  add column disabled_by text,
  add column revision integer not null default 1;

alter table seats
  add column note text not null default '',
  -- The longest machine this seat may carry; null = as long as products say.
  add column max_minutes integer check (max_minutes > 0),
  add column time_zone text not null default 'UTC',
  add column secret_changed_at timestamptz not null default now(),
  add column revision integer not null default 1;

-- When a seat may be used, in its own time zone; no row = always. Minutes of the day; a window does not pass midnight.
create table seat_hours (
  seat_id uuid not null references seats (id) on delete cascade,
  -- 1 = Monday … 7 = Sunday
  weekday integer not null check (weekday between 1 and 7),
  from_minute integer not null check (from_minute between 0 and 1439),
  to_minute integer not null check (to_minute between 1 and 1440),
  primary key (seat_id, weekday, from_minute),
  check (from_minute < to_minute)
);

-- Whether the seat's hours allow its use at that moment.
create function seat_is_open(of_seat uuid, zone text, at timestamptz) returns boolean language sql stable as $$
  select not exists (select 1 from seat_hours h where h.seat_id = of_seat) or exists (
    select 1 from seat_hours h
    where h.seat_id = of_seat
      and h.weekday = extract(isodow from at at time zone zone)
      and extract(hour from at at time zone zone) * 60 + extract(minute from at at time zone zone) >= h.from_minute
      and extract(hour from at at time zone zone) * 60 + extract(minute from at at time zone zone) < h.to_minute
  )
$$;

update roles set permissions = permissions || array[
  'admin.pools.read', 'admin.pools.write', 'admin.products.read', 'admin.products.write',
  'admin.labs.read', 'admin.labs.write', 'admin.seats.read', 'admin.seats.write'
] where name = 'admin';
