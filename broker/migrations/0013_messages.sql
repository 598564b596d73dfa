-- What members are told: notifications, the outbox by which messages leave, vouchers, announcements and their images.

-- What happened, for the one it happened to. Written in the transaction of the fact.
create table notifications (
  id bigint generated always as identity primary key,
  user_id uuid not null references users (id) on delete cascade,
  kind text not null,
  params jsonb not null,
  -- Makes it happen once, whoever tells it again.
  dedupe_key text not null,
  -- In the dashboard's list; false = the member wants this kind only by another channel.
  shown boolean not null,
  created_at timestamptz not null default now(),
  read_at timestamptz,
  unique (user_id, dedupe_key)
);
create index notifications_of_member on notifications (user_id, id desc) where shown;
create index notifications_unread on notifications (user_id, id desc) where shown and read_at is null;
-- What was told to all is taken back from all.
create index notifications_of_announcement on notifications (dedupe_key) where kind = 'announcement';
create index notifications_by_age on notifications (created_at);

-- Only what a member chose otherwise than it is by default.
create table notification_choices (
  user_id uuid not null references users (id) on delete cascade,
  kind text not null,
  channel text not null check (channel in ('page', 'mail', 'discord')),
  enabled boolean not null,
  primary key (user_id, kind, channel)
);

create table low_balances (
  user_id uuid primary key references users (id) on delete cascade,
  -- Coins below which the member is told; null = the cheapest product on sale.
  below bigint check (below >= 0),
  -- Set when the member was told, and taken away when the balance has risen again.
  told_at timestamptz
);

-- One row a message and channel. A claim is a later next_try_at: when its sender dies, the row is due again by itself.
create table outbox (
  id uuid primary key default gen_random_uuid(),
  channel text not null check (channel in ('mail', 'discord', 'operator')),
  kind text not null,
  user_id uuid references users (id) on delete cascade,
  notification_id bigint references notifications (id) on delete set null,
  recipient text not null,
  params jsonb not null default '{}',
  -- Parameters that are a secret (a reset link), encrypted; erased with the message's end.
  secret_params text,
  has_secret boolean not null default false,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed', 'dropped')),
  tries integer not null default 0 check (tries >= 0),
  next_try_at timestamptz not null default now(),
  claim uuid,
  valid_until timestamptz not null,
  last_error text,
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  check ((state = 'waiting') = (ended_at is null)),
  check (state = 'waiting' or secret_params is null)
);
create index outbox_due on outbox (channel, next_try_at) where state = 'waiting';
create index outbox_too_old on outbox (valid_until) where state = 'waiting';
create index outbox_newest on outbox (created_at desc, id desc);
create index outbox_failed on outbox (created_at desc) where state = 'failed';
create index outbox_ended on outbox (ended_at) where ended_at is not null;
create index outbox_of_member on outbox (user_id, created_at desc) where user_id is not null;
create index outbox_of_notification on outbox (notification_id) where notification_id is not null;

-- The admin's mail server. Without a row the environment's holds, or none.
create table mail_settings (
  only_row boolean primary key default true check (only_row),
  host text not null,
  port integer not null check (port between 1 and 65535),
  security text not null check (security in ('tls', 'starttls', 'none')),
  username text not null default '',
  password text,
  sender text not null,
  revision integer not null default 1
);

-- The token is the webhook's secret part, encrypted. The address is built from both.
create table discord_webhooks (
  user_id uuid primary key references users (id) on delete cascade,
  webhook_id text not null check (webhook_id ~ '^[0-9]+$'),
  token text not null,
  set_at timestamptz not null default now(),
  gone_at timestamptz
);
create table operator_webhook (
  only_row boolean primary key default true check (only_row),
  webhook_id text check (webhook_id ~ '^[0-9]+$'),
  token text,
  events text[] not null default '{}',
  set_at timestamptz not null default now(),
  gone_at timestamptz,
  revision integer not null default 0,
  check ((webhook_id is null) = (token is null))
);
insert into operator_webhook default values;

create table vouchers (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  note text not null default '',
  coins bigint not null check (coins > 0),
  codes integer not null check (codes > 0),
  -- Of each code, by all members together.
  total_uses integer not null check (total_uses > 0),
  -- Of one member, all codes together.
  uses_per_member integer not null check (uses_per_member > 0),
  starts_at timestamptz,
  expires_at timestamptz,
  disabled_at timestamptz,
  disabled_by text,
  revision integer not null default 1,
  created_at timestamptz not null default now(),
  created_by text not null,
  check (starts_at < expires_at),
  check ((disabled_at is null) = (disabled_by is null))
);
create index vouchers_newest on vouchers (created_at desc, id desc);

-- Codes are found by a keyed hash, so whoever reads the table can neither use nor try them; `code` is encrypted, for the export.
create table voucher_hash_key (
  only_row boolean primary key default true check (only_row),
  secret text not null
);
create table voucher_codes (
  id bigint generated always as identity primary key,
  voucher_id uuid not null references vouchers (id),
  code_hash text not null unique,
  code text not null,
  code_end text not null,
  uses integer not null default 0 check (uses >= 0)
);
create index voucher_codes_of_voucher on voucher_codes (voucher_id, id);

-- A counter changed by a conditional update: of a member's redemptions at once, as many count as are allowed.
create table voucher_member_uses (
  voucher_id uuid not null references vouchers (id),
  user_id uuid not null references users (id),
  uses integer not null check (uses > 0),
  primary key (voucher_id, user_id)
);
-- How often who deleted an account had redeemed it: whoever comes again goes on from there. Marks as in reward_marks.
create table voucher_marks (
  mark text not null,
  voucher_id uuid not null references vouchers (id),
  uses integer not null check (uses > 0),
  primary key (mark, voucher_id)
);
create table voucher_redemptions (
  id bigint generated always as identity primary key,
  voucher_id uuid not null references vouchers (id),
  code_id bigint not null references voucher_codes (id),
  user_id uuid not null references users (id),
  -- The member's first, second, … of this voucher.
  n integer not null check (n > 0),
  coins bigint not null check (coins > 0),
  redeemed_at timestamptz not null default now(),
  unique (voucher_id, user_id, n)
);
create index voucher_redemptions_of_voucher on voucher_redemptions (voucher_id, id desc);
create index voucher_redemptions_of_member on voucher_redemptions (user_id, id desc);

-- Wrong codes in a row of minutes, by member and by address.
create table voucher_guesses (
  bucket text primary key,
  wrong integer not null check (wrong > 0),
  since timestamptz not null default now()
);

create table announcements (
  id uuid primary key default gen_random_uuid(),
  title text not null,
  markdown text not null,
  level text not null check (level in ('info', 'warning')),
  banner boolean not null,
  pinned boolean not null,
  notify boolean not null,
  starts_at timestamptz not null default now(),
  ends_at timestamptz,
  -- Members get their notification in the order of their ids: up to here it was done, and at told_at for all.
  told_after uuid,
  told integer not null default 0,
  told_at timestamptz,
  revision integer not null default 1,
  created_at timestamptz not null default now(),
  created_by text not null,
  check (starts_at < ends_at)
);
create index announcements_shown on announcements (pinned desc, starts_at desc, id desc);
create index announcements_to_tell on announcements (starts_at) where notify and told_at is null;

create table announcement_marks (
  announcement_id uuid not null references announcements (id) on delete cascade,
  user_id uuid not null references users (id) on delete cascade,
  read_at timestamptz not null default now(),
  dismissed_at timestamptz,
  primary key (announcement_id, user_id)
);

-- Images of announcements. Never changed: an id is one picture for ever.
create table assets (
  id uuid primary key default gen_random_uuid(),
  type text not null check (type in ('image/png', 'image/jpeg', 'image/webp', 'image/gif')),
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  bytes bytea not null,
  uploaded_by text not null,
  created_at timestamptz not null default now()
);
alter table assets alter column bytes set storage external;
