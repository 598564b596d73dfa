-- What is on sale, and the labs that lend it.

create table pools (
  id uuid primary key default gen_random_uuid(),
  name text not null unique,
  labels text[] not null default '{}',
  created_at timestamptz not null default now()
);

create table labs (
  id uuid primary key default gen_random_uuid(),
  name text not null unique,
  driver text not null check (driver in ('console', 'api')),
  recipe text not null,
  base_url text not null,
  -- A session started at the lab may be missing from its lists for this long.
  list_lag_ms integer not null default 60000 check (list_lag_ms >= 0),
  -- The permission record: without it nothing of this lab is sold.
  permission_kind text check (permission_kind in ('own_installation', 'contract', 'written_consent', 'official_api')),
  permission_note text,
  permission_confirmed_by text,
  permission_confirmed_at timestamptz,
  -- Kill switch, and the breaker that opens by itself.
  disabled_at timestamptz,
  disabled_reason text,
  breaker_opened_at timestamptz,
  breaker_reason text,
  created_at timestamptz not null default now(),
  check ((permission_kind is null) = (permission_confirmed_at is null))
);

-- One lab account of the operator's. `secret` is encrypted by the broker; it is written, used, and never shown.
create table seats (
  id uuid primary key default gen_random_uuid(),
  lab_id uuid not null references labs (id),
  username text not null,
  secret text not null,
  max_concurrent integer not null default 1 check (max_concurrent >= 1),
  in_use integer not null default 0,
  uses integer not null default 0 check (uses >= 0),
  max_uses integer check (max_uses >= 0),
  cooldown_ms integer not null default 0 check (cooldown_ms >= 0),
  cooldown_until timestamptz,
  disabled_at timestamptz,
  disabled_reason text,
  created_at timestamptz not null default now(),
  unique (lab_id, username),
  constraint seats_in_use_within check (in_use between 0 and max_concurrent)
);

create table products (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  description text not null default '',
  pool_id uuid not null references pools (id),
  lab_id uuid not null references labs (id),
  template text not null,
  duration_minutes integer not null check (duration_minutes > 0),
  price bigint not null check (price >= 0),
  attributes jsonb not null default '{}',
  on_sale boolean not null default true,
  refunds_unused_on_stop boolean not null default false,
  -- How many may be active at once, over all members; null = as many as fit. Used: those bought while there was a limit.
  stock integer check (stock >= 0),
  stock_used integer not null default 0 check (stock_used >= 0),
  created_at timestamptz not null default now(),
  constraint products_stock_within check (stock is null or stock_used <= stock),
  unique (lab_id, name)
);
