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

-- The bundled lab's own products, as they were made: more time can be bought, as on a fresh start.
update products p
  set extension_minutes = terms.minutes, extension_price = terms.price, max_life_minutes = 450
  from labs l, (values
    ('Linux small, 15 minutes', 15, 3, 15, 3), ('Linux small', 60, 10, 30, 5), ('Linux medium', 60, 20, 30, 10)
  ) as terms (name, sold_minutes, sold_price, minutes, price)
  where l.id = p.lab_id and l.recipe = 'bundled' and p.name = terms.name
    and p.duration_minutes = terms.sold_minutes and p.price = terms.sold_price;

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
  -- The kill switch ends what waits and runs there too: a loop does it, one machine after the other.
  add column ends_machines boolean not null default false,
  add column revision integer not null default 1;

create index machines_open_at_lab on machines (lab_id) where ended_at is null;

-- Fewer at once than there are now is a wish: what runs goes on, and nothing new starts until it is below.
alter table products drop constraint products_stock_within;
alter table seats drop constraint seats_in_use_within;

alter table seats
  add constraint seats_in_use_counts check (in_use >= 0),
  add column note text not null default '',
  -- The longest machine this seat may carry; null = as long as products say.
  add column max_minutes integer check (max_minutes > 0),
  add column time_zone text not null default 'UTC',
  -- The minutes of its week, in its own time zone, in which it may be used: 0 = Monday 00:00. Empty = always.
  add column open_minutes int4multirange not null default '{}' check (open_minutes <@ '{[0,10080)}'::int4multirange),
  -- The admin who did it; null = it was disabled by itself.
  add column disabled_by text,
  add column secret_changed_at timestamptz not null default now(),
  add column revision integer not null default 1;

create function week_minute(zone text, at timestamptz) returns integer language sql immutable as $$
  select (extract(isodow from at at time zone zone)::integer - 1) * 1440
    + extract(hour from at at time zone zone)::integer * 60 + extract(minute from at at time zone zone)::integer
$$;

-- Until when the hours that contain this moment last without a gap; null = closed then, infinity = no end.
-- It walks by the wall clock: where the clocks change on the way it goes by quarter hours, at which every zone changes.
create function open_until(open_minutes int4multirange, zone text, at timestamptz)
returns timestamptz language plpgsql stable as $$
declare
  until timestamptz := at;
  minute integer;
  hours int4range;
  ahead integer;
  step_end timestamptz;
begin
  if isempty(open_minutes) then return 'infinity'; end if;
  loop
    minute := week_minute(zone, until);
    select h into hours from unnest(open_minutes) h where h @> minute;
    exit when hours is null;
    -- At most a day at once: the clocks change at most once in it.
    ahead := least(upper(hours) - minute, 1440);
    step_end := date_trunc('minute', until) + ahead * interval '1 minute';
    if week_minute(zone, step_end) <> (minute + ahead) % 10080 then
      step_end := least(step_end, date_bin('15 minutes', until, 'epoch') + interval '15 minutes');
    end if;
    until := step_end;
    -- One week could have skipped its only closed hour in spring; two cannot.
    if until > at + interval '15 days' then return 'infinity'; end if;
  end loop;
  return case when until > at then until end;
end $$;

-- The conditions under which seats carry machines, once, for the shop, the queue, the allocator and the claim.
create function lab_is_open(l labs) returns boolean language sql immutable as $$
  select l.permission_kind is not null and l.disabled_at is null and l.breaker_opened_at is null
$$;
-- Neither disabled nor used up: it carries machines, now or when it is free again.
create function seat_may_work(s seats) returns boolean language sql immutable as $$
  select s.disabled_at is null and (s.max_uses is null or s.uses < s.max_uses)
$$;
-- One more place on it is free now.
create function seat_has_place(s seats) returns boolean language sql stable as $$
  select seat_may_work(s) and s.in_use < s.max_concurrent and (s.cooldown_until is null or s.cooldown_until <= now())
$$;
-- A machine of so many minutes may start on it now: it is not too long, and the seat's hours last for it and five minutes of setting up.
create function seat_carries(s seats, minutes integer) returns boolean language sql stable as $$
  select (s.max_minutes is null or minutes <= s.max_minutes) and (
    isempty(s.open_minutes)
    or coalesce(open_until(s.open_minutes, s.time_zone, now()) >= now() + make_interval(mins => minutes + 5), false)
  )
$$;

update roles set permissions = permissions || array[
  'admin.pools.read', 'admin.pools.write', 'admin.products.read', 'admin.products.write',
  'admin.labs.read', 'admin.labs.write', 'admin.seats.read', 'admin.seats.write'
] where name = 'admin';
