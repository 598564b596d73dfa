-- Money. `transfers` is the truth; `wallets` is what it adds up to, kept by a trigger and by nothing else.

create table wallets (
  user_id uuid primary key references users (id),
  available_earned bigint not null default 0 check (available_earned >= 0),
  available_bought bigint not null default 0 check (available_bought >= 0),
  held_earned bigint not null default 0 check (held_earned >= 0),
  held_bought bigint not null default 0 check (held_bought >= 0),
  frozen bigint not null default 0 check (frozen >= 0),
  owed bigint not null default 0 check (owed >= 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table transfers (
  id bigint generated always as identity primary key,
  from_account text not null check (from_account in ('available', 'held', 'frozen', 'debt', 'issued', 'sales', 'ads', 'promo')),
  from_user_id uuid references wallets (user_id),
  to_account text not null check (to_account in ('available', 'held', 'frozen', 'debt', 'issued', 'sales', 'ads', 'promo')),
  to_user_id uuid references wallets (user_id),
  class text not null check (class in ('earned', 'bought')),
  amount bigint not null check (amount > 0),
  kind text not null,
  reference text not null,
  actor text not null,
  reason text,
  created_at timestamptz not null default now(),
  unique (kind, reference, class),
  check ((from_account in ('available', 'held', 'frozen', 'debt')) = (from_user_id is not null)),
  check ((to_account in ('available', 'held', 'frozen', 'debt')) = (to_user_id is not null)),
  check (from_account not in ('frozen', 'debt') or class = 'bought'),
  check (to_account not in ('frozen', 'debt') or class = 'bought'),
  -- Coins never pass from one member to another.
  check (from_user_id is null or to_user_id is null or from_user_id = to_user_id),
  check (from_user_id is not null or to_user_id is not null),
  check (from_user_id is null or to_user_id is null or from_account <> to_account)
);
create index transfers_from_member on transfers (from_user_id, id desc) where from_user_id is not null;
create index transfers_to_member on transfers (to_user_id, id desc) where to_user_id is not null;
create index transfers_by_reference on transfers (reference);

-- One update of one wallet row per transfer (both ends are the same member's, see the checks above).
-- The `>= 0` checks refuse an overdraft whatever the caller believed.
create function apply_transfer() returns trigger language plpgsql as $$
declare
  member uuid := coalesce(new.from_user_id, new.to_user_id);
begin
  update wallets set
    available_earned = available_earned
      + case when new.class = 'earned' and new.to_account = 'available' then new.amount else 0 end
      - case when new.class = 'earned' and new.from_account = 'available' then new.amount else 0 end,
    available_bought = available_bought
      + case when new.class = 'bought' and new.to_account = 'available' then new.amount else 0 end
      - case when new.class = 'bought' and new.from_account = 'available' then new.amount else 0 end,
    held_earned = held_earned
      + case when new.class = 'earned' and new.to_account = 'held' then new.amount else 0 end
      - case when new.class = 'earned' and new.from_account = 'held' then new.amount else 0 end,
    held_bought = held_bought
      + case when new.class = 'bought' and new.to_account = 'held' then new.amount else 0 end
      - case when new.class = 'bought' and new.from_account = 'held' then new.amount else 0 end,
    frozen = frozen
      + case when new.to_account = 'frozen' then new.amount else 0 end
      - case when new.from_account = 'frozen' then new.amount else 0 end,
    owed = owed
      + case when new.from_account = 'debt' then new.amount else 0 end
      - case when new.to_account = 'debt' then new.amount else 0 end,
    updated_at = now()
  where user_id = member;
  if not found then
    raise exception 'no wallet for member %', member;
  end if;
  return new;
end $$;
create trigger transfers_apply after insert on transfers
  for each row execute function apply_transfer();
create trigger transfers_append_only before update or delete on transfers
  for each row execute function refuse_change();
create trigger transfers_no_truncate before truncate on transfers
  for each statement execute function refuse_change();
revoke update, delete, truncate on transfers from public, current_user;

-- A wallet starts empty and changes only through a transfer (this guard then runs inside apply_transfer: depth 2).
create function guard_wallet() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if (new.available_earned, new.available_bought, new.held_earned, new.held_bought, new.frozen, new.owed)
       is distinct from (0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint, 0::bigint) then
      raise exception 'a wallet starts empty' using errcode = 'restrict_violation';
    end if;
  elsif tg_op = 'DELETE' then
    raise exception 'a wallet is never deleted' using errcode = 'restrict_violation';
  elsif pg_trigger_depth() < 2 then
    raise exception 'a wallet changes only by transfers' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger wallets_guard before insert or update or delete on wallets
  for each row execute function guard_wallet();

-- Capped free grants. `granted` is a counter changed by a conditional update.
create table campaigns (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  trigger text not null check (trigger in ('welcome', 'manual')),
  coins bigint not null check (coins > 0),
  max_grants integer not null check (max_grants >= 0),
  granted integer not null default 0 check (granted between 0 and max_grants),
  starts_at timestamptz not null default now(),
  ends_at timestamptz,
  created_at timestamptz not null default now()
);
create table campaign_grants (
  campaign_id uuid not null references campaigns (id),
  user_id uuid not null references users (id),
  granted_at timestamptz not null default now(),
  primary key (campaign_id, user_id)
);
insert into campaigns (name, trigger, coins, max_grants) values ('Welcome coins', 'welcome', 50, 100000);

-- The key is inserted before anything is checked; the answer is stored in the same transaction as the effect.
create table idempotency_keys (
  scope text not null,
  key text not null,
  route text not null,
  body_hash text not null,
  status integer,
  body jsonb,
  -- A repeat would move coins again, however late it comes: these are kept for ever.
  moves_coins boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (scope, key)
);
create index idempotency_keys_passing on idempotency_keys (created_at) where not moves_coins;
