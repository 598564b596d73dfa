-- Signing in by a provider, the accounts' identities there, and the perks that a Discord guild's roles give.

-- How the person is called at the provider, as of the last sign-in; created_at is when it was linked.
alter table identities add column subject_name text, add column last_used_at timestamptz;

-- One way out to a provider and back. Both secrets are kept as SHA-256 only: `state` travels by the address, the browser's own by a
-- __Host- cookie; the verifier is encrypted. Whoever comes back takes the row away, so a state serves once.
create table sign_in_attempts (
  state_hash text primary key,
  browser_hash text not null,
  provider text not null,
  purpose text not null check (purpose in ('sign_in', 'link', 'discord_consent')),
  code_verifier text not null,
  nonce text not null,
  user_id uuid references users (id) on delete cascade,
  session_id uuid references sessions (id) on delete cascade,
  return_to text not null,
  terms_accepted boolean not null,
  expires_at timestamptz not null,
  check ((purpose = 'sign_in') = (user_id is null)),
  check ((user_id is null) = (session_id is null))
);
create index sign_in_attempts_by_expiry on sign_in_attempts (expires_at);
create index sign_in_attempts_of_user on sign_in_attempts (user_id);
create index sign_in_attempts_of_session on sign_in_attempts (session_id);

-- An admin's credentials at a provider; without a row those of the environment count.
create table sign_in_providers (
  provider text primary key,
  enabled boolean not null,
  client_id text not null,
  client_secret text,
  revision integer not null default 1,
  updated_at timestamptz not null default now()
);

-- What the last test of a provider found. Apart from its settings: those of the environment are tested too.
create table sign_in_tests (
  provider text primary key,
  result jsonb not null,
  at timestamptz not null default now()
);

create table discord_settings (
  only_row boolean primary key default true check (only_row),
  guild_id text,
  guild_name text,
  bot_token text,
  joins_guild boolean not null default false,
  buyers_only_with_perk boolean not null default false,
  invite_url text,
  revision integer not null default 1,
  updated_at timestamptz not null default now()
);
insert into discord_settings default values;

create table discord_perk_rules (
  role_id text primary key,
  role_name text not null,
  may_buy boolean not null,
  active_machines_max integer check (active_machines_max >= 0),
  discount_percent integer not null check (discount_percent between 0 and 100)
);

-- A member who agreed that their roles are read. Goes with the identity that it was agreed for. `roles` are the guild's, as of
-- synced_at; what they give is always computed from the rules of the moment, until perks_until.
create table discord_members (
  user_id uuid primary key references users (id) on delete cascade,
  identity_id uuid not null unique references identities (id) on delete cascade,
  consented_at timestamptz not null default now(),
  in_guild boolean not null default false,
  roles text[] not null default '{}',
  synced_at timestamptz,
  perks_until timestamptz,
  next_sync_at timestamptz not null default now(),
  failures integer not null default 0,
  problem text
);
create index discord_members_due on discord_members (next_sync_at);

-- Discord bans an address after 10,000 refused requests in 10 minutes: all brokers count theirs here.
create table discord_refusals (
  minute timestamptz primary key,
  refused integer not null
);

-- Until when Discord asked us to send nothing more: to one kind of address, or (`*`) at all.
create table discord_pauses (
  route text primary key,
  until timestamptz not null
);

-- What a member's roles give, the best of all. Always one row. A table, so that it is planned as part of the statement that asks.
create function perks_of(member uuid)
returns table (may_buy boolean, active_machines_max integer, discount_percent integer) language sql stable as $$
  select
    not d.buyers_only_with_perk or coalesce(r.may_buy, false), r.active_machines_max, coalesce(r.discount_percent, 0)
  from discord_settings d cross join (
    select bool_or(rule.may_buy) as may_buy, max(rule.active_machines_max) as active_machines_max,
      max(rule.discount_percent) as discount_percent
    from discord_members m join discord_perk_rules rule on rule.role_id = any(m.roles)
    where m.user_id = member and m.in_guild and m.perks_until > now()
  ) r
$$;

-- What is left of a price, rounded down.
create function discounted(price bigint, percent integer) returns bigint language sql immutable as $$
  select price * (100 - percent) / 100
$$;

-- The member behind the credential that a request carries, or null: an open session, not expired, not older than a session may get,
-- of an account that is not disabled.
create function member_of_credential(credential text, session_max_age_ms bigint) returns uuid language plpgsql stable as $$
begin
  return (
    select u.id from sessions s join users u on u.id = s.user_id
    where s.token = credential and s.expires_at > now() and u.disabled_at is null
      and s.created_at > now() - session_max_age_ms * interval '1 millisecond'
  );
end $$;

drop function buy_machine;

-- Buys one machine for the member behind a credential (above), at the price that their perks leave; more time costs the discounted
-- price too, as long as the machine lives.
-- known_revision, known_price: the product's as this buyer saw it; at other terms nothing is sold. Null = whatever they are now.
-- `outcome`:
--   signed_out  there is no such session
--   bought      `facts` are the machine's, kept as the key's answer
--   repeated    `facts` are the key's route, bodyHash, status and body
--   refused     `facts` are {code, …params}; nothing was written, not even the key
-- The key comes first, so a repeat waits here and never looks at what the first one changed. Then the rules, each under the
-- lock of what it looks at and in the order in which everybody locks (member_usage, product, wallet); then all writes.
-- queue_max null = the caller knows that the queue is far from full; else `waiting` says how many were counted.
create function buy_machine(
  session_token text, session_max_age_ms bigint, wanted_id uuid, known_revision integer, known_price bigint, new_id uuid, new_name text,
  buyer_key text, key_route text, key_hash text, active_max integer, queue_max integer, queue_deadline_ms bigint,
  must_be_verified boolean,
  out outcome text, out facts jsonb, out waiting integer, out buyer_id uuid
) language plpgsql as $$
declare
  buyer_scope text;
  product record;
  perks record;
  own_price bigint;
  wallet wallets;
  active integer;
  active_of_product integer;
  earned bigint;
  new_charge_id uuid;
  bought_at timestamptz;
begin
  buyer_id := member_of_credential(session_token, session_max_age_ms);
  if buyer_id is null then
    outcome := 'signed_out';
    return;
  end if;
  buyer_scope := 'member:' || buyer_id;
  outcome := 'refused';

  insert into idempotency_keys (scope, key, route, body_hash, moves_coins)
    values (buyer_scope, buyer_key, key_route, key_hash, true) on conflict (scope, key) do nothing;
  if not found then
    outcome := 'repeated';
    select jsonb_build_object('route', k.route, 'bodyHash', k.body_hash, 'status', k.status, 'body', k.body)
      into facts from idempotency_keys k where k.scope = buyer_scope and k.key = buyer_key;
    return;
  end if;

  select p.*, l.recipe, why_unavailable(p, l) as unavailable
    into product from products p join labs l on l.id = p.lab_id where p.id = wanted_id;
  select p.*, u.email_verified into perks from users u cross join perks_of(u.id) p where u.id = buyer_id;
  own_price := discounted(product.price, perks.discount_percent);
  if product.id is null then
    facts := jsonb_build_object('code', 'not_found');
  elsif product.unavailable = 'out_of_stock' then
    facts := jsonb_build_object('code', 'out_of_stock');
  elsif product.unavailable is not null then
    facts := jsonb_build_object('code', 'product_unavailable', 'reason', product.unavailable);
  elsif must_be_verified and not perks.email_verified then
    facts := jsonb_build_object('code', 'email_not_verified');
  elsif not perks.may_buy then
    facts := jsonb_build_object('code', 'perk_required');
  elsif product.revision <> known_revision or own_price <> known_price then
    facts := jsonb_build_object('code', 'product_changed', 'revision', product.revision);
  end if;

  -- The queue's length protects the broker; it is no right of anybody's, so a count that may be off by a few is enough.
  if facts is null and queue_max is not null then
    select count(*) into waiting from (select 1 from machines where state = 'queued' limit queue_max) queued;
    if waiting >= queue_max then facts := jsonb_build_object('code', 'queue_full'); end if;
  end if;

  -- Whoever counts a member's machines up holds this row: two purchases at once cannot both take the last place.
  if facts is null then
    select u.active_machines into active from member_usage u where u.user_id = buyer_id for no key update;
    if not found then
      insert into member_usage (user_id) values (buyer_id) on conflict do nothing;
      select u.active_machines into active from member_usage u where u.user_id = buyer_id for no key update;
    end if;
    active_max := coalesce(perks.active_machines_max, active_max);
    if active >= active_max then
      facts := jsonb_build_object('code', 'active_machine_limit', 'limit', active_max);
    elsif product.per_member_max is not null then
      select u.active_machines into active_of_product from member_product_usage u
        where u.user_id = buyer_id and u.product_id = wanted_id;
      if active_of_product >= product.per_member_max then
        facts := jsonb_build_object(
          'code', 'active_machine_limit', 'limit', product.per_member_max, 'productName', product.name);
      end if;
    end if;
  end if;

  -- An unlimited product's row is shared, as its machine's foreign key shares it anyway: an edit that sets a limit waits for those
  -- who buy and counts them, or they wait for the edit and see its limit. Only a limited one is locked: it would be one hot row.
  if facts is null and product.stock is null then
    select p.stock into product.stock from products p where p.id = wanted_id for key share;
  end if;
  if facts is null and product.stock is not null then
    select p.stock, p.stock_used into product.stock, product.stock_used from products p where p.id = wanted_id for no key update;
    if product.stock_used >= product.stock then facts := jsonb_build_object('code', 'out_of_stock'); end if;
  end if;

  if facts is null then
    select * into wallet from wallets w where w.user_id = buyer_id for no key update;
    if not found then raise exception 'no wallet for member %', buyer_id; end if;
    if wallet.owed > 0 then
      facts := jsonb_build_object('code', 'wallet_owes', 'owed', wallet.owed);
    elsif wallet.available_earned + wallet.available_bought < own_price then
      facts := jsonb_build_object(
        'code', 'insufficient_coins', 'price', own_price,
        'available', wallet.available_earned + wallet.available_bought);
    end if;
  end if;

  if facts is not null then
    delete from idempotency_keys k where k.scope = buyer_scope and k.key = buyer_key;
    return;
  end if;

  update member_usage u set active_machines = u.active_machines + 1 where u.user_id = buyer_id;
  insert into member_product_usage as u (user_id, product_id, active_machines) values (buyer_id, wanted_id, 1)
    on conflict (user_id, product_id) do update set active_machines = u.active_machines + 1;
  if product.stock is not null then
    update products p set stock_used = p.stock_used + 1 where p.id = wanted_id;
  end if;

  insert into machines (
    id, owner_id, product_id, pool_id, lab_id, name, template, duration_minutes, price, refunds_unused_on_stop,
    extension_minutes, extension_price, max_life_minutes, idle_minutes, last_event_n, queue_deadline_at
  ) values (
    new_id, buyer_id, wanted_id, product.pool_id, product.lab_id, new_name, product.template, product.duration_minutes,
    own_price, product.refunds_unused_on_stop, product.extension_minutes,
    discounted(product.extension_price, perks.discount_percent),
    product.max_life_minutes, product.idle_minutes, 2,
    now() + queue_deadline_ms * interval '1 millisecond'
  ) returning requested_at into bought_at;

  -- Earned coins first. The trigger on transfers moves them from available to held.
  earned := least(wallet.available_earned, own_price);
  insert into charges (machine_id, user_id, kind, price, from_earned, from_bought)
    values (new_id, buyer_id, 'purchase', own_price, earned, own_price - earned) returning id into new_charge_id;
  insert into transfers (from_account, from_user_id, to_account, to_user_id, class, amount, kind, reference, actor)
    select 'available', buyer_id, 'held', buyer_id, part.class, part.amount, 'hold', new_charge_id, 'member:' || buyer_id
    from (values ('earned', earned), ('bought', own_price - earned)) part (class, amount) where part.amount > 0;
  insert into machine_events (machine_id, n, kind, data) values
    (new_id, 1, 'requested', '{}'),
    (new_id, 2, 'charge', jsonb_build_object('state', 'held', 'price', own_price, 'refunded', 0));

  outcome := 'bought';
  facts := jsonb_build_object(
    'id', new_id, 'name', new_name, 'productId', wanted_id, 'productName', product.name,
    'durationMinutes', product.duration_minutes, 'requestedAt', bought_at,
    'charge', jsonb_build_object(
      'state', 'held', 'price', own_price, 'fromEarned', earned, 'fromBought', own_price - earned, 'refunded', 0),
    'refundsUnusedOnStop', product.refunds_unused_on_stop, 'recipe', product.recipe,
    'extensionMinutes', product.extension_minutes, 'extensionPrice', discounted(product.extension_price, perks.discount_percent),
    'idleMinutes', product.idle_minutes);
  update idempotency_keys k set status = 202, body = facts where k.scope = buyer_scope and k.key = buyer_key;
end $$;
