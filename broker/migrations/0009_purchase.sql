-- The purchase as one function: the hot path of the shop in one round trip (docs/decisions/0005).

-- While a product has a limit, stock_used is the number of its machines that are not final; without one nothing is counted.
alter table machines drop column stock_counted;
update products p set stock_used = case when p.stock is null then 0 else (
  select count(*) from machines m where m.product_id = p.id and m.ended_at is null
) end;

-- The first reason why nobody can buy the product now, or null: for the shop and for the purchase. What is only busy (a seat that
-- is taken or cools down, a worker that is offline) is no reason: it is a queue.
create function why_unavailable(p products, l labs) returns text language sql stable as $$
  select case
    when not p.on_sale or p.archived_at is not null then 'off_sale'
    when l.permission_kind is null then 'no_permission_record'
    when not lab_is_open(l) then 'lab_disabled'
    when not exists (
      select 1 from seats s where s.lab_id = l.id and seat_may_work(s) and seat_carries(s, p.duration_minutes)
    ) then 'no_seat'
    when not exists (
      select 1 from workers w join pools o on o.id = w.pool_id
      where w.pool_id = p.pool_id and w.state = 'active' and w.labels @> o.labels
    ) then 'no_worker'
    when p.stock_used >= p.stock then 'out_of_stock'
  end
$$;

-- Buys one machine for the member of an open session: not expired, not older than a session may get, the account not disabled.
-- known_revision: the product's as the buyer saw it; at other terms nothing is sold. Null = whatever the terms are now.
-- `outcome`:
--   signed_out  there is no such session
--   bought      `facts` are the machine's, kept as the key's answer
--   repeated    `facts` are the key's route, bodyHash, status and body
--   refused     `facts` are {code, …params}; nothing was written, not even the key
-- The key comes first, so a repeat waits here and never looks at what the first one changed. Then the rules, each under the
-- lock of what it looks at and in the order in which everybody locks (member_usage, product, wallet); then all writes.
-- queue_max null = the caller knows that the queue is far from full; else `waiting` says how many were counted.
create function buy_machine(
  session_token text, session_max_age_ms bigint, wanted_id uuid, known_revision integer, new_id uuid, new_name text,
  buyer_key text, key_route text, key_hash text, active_max integer, queue_max integer, queue_deadline_ms bigint,
  out outcome text, out facts jsonb, out waiting integer, out buyer_id uuid
) language plpgsql as $$
declare
  buyer_scope text;
  product record;
  wallet wallets;
  active integer;
  active_of_product integer;
  earned bigint;
  new_charge_id uuid;
  bought_at timestamptz;
begin
  select u.id into buyer_id from sessions s join users u on u.id = s.user_id
    where s.token = session_token and s.expires_at > now() and u.disabled_at is null
      and s.created_at > now() - session_max_age_ms * interval '1 millisecond';
  if not found then
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
  if product.id is null then
    facts := jsonb_build_object('code', 'not_found');
  elsif product.unavailable = 'out_of_stock' then
    facts := jsonb_build_object('code', 'out_of_stock');
  elsif product.unavailable is not null then
    facts := jsonb_build_object('code', 'product_unavailable', 'reason', product.unavailable);
  elsif product.revision <> known_revision then
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
    elsif wallet.available_earned + wallet.available_bought < product.price then
      facts := jsonb_build_object(
        'code', 'insufficient_coins', 'price', product.price,
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
    product.price, product.refunds_unused_on_stop, product.extension_minutes, product.extension_price,
    product.max_life_minutes, product.idle_minutes, 2,
    now() + queue_deadline_ms * interval '1 millisecond'
  ) returning requested_at into bought_at;

  -- Earned coins first. The trigger on transfers moves them from available to held.
  earned := least(wallet.available_earned, product.price);
  insert into charges (machine_id, user_id, kind, price, from_earned, from_bought)
    values (new_id, buyer_id, 'purchase', product.price, earned, product.price - earned) returning id into new_charge_id;
  insert into transfers (from_account, from_user_id, to_account, to_user_id, class, amount, kind, reference, actor)
    select 'available', buyer_id, 'held', buyer_id, part.class, part.amount, 'hold', new_charge_id, 'member:' || buyer_id
    from (values ('earned', earned), ('bought', product.price - earned)) part (class, amount) where part.amount > 0;
  insert into machine_events (machine_id, n, kind, data) values
    (new_id, 1, 'requested', '{}'),
    (new_id, 2, 'charge', jsonb_build_object('state', 'held', 'price', product.price, 'refunded', 0));

  outcome := 'bought';
  facts := jsonb_build_object(
    'id', new_id, 'name', new_name, 'productId', wanted_id, 'productName', product.name,
    'durationMinutes', product.duration_minutes, 'requestedAt', bought_at,
    'charge', jsonb_build_object(
      'state', 'held', 'price', product.price, 'fromEarned', earned, 'fromBought', product.price - earned, 'refunded', 0),
    'refundsUnusedOnStop', product.refunds_unused_on_stop, 'recipe', product.recipe,
    'extensionMinutes', product.extension_minutes, 'extensionPrice', product.extension_price,
    'idleMinutes', product.idle_minutes);
  update idempotency_keys k set status = 202, body = facts where k.scope = buyer_scope and k.key = buyer_key;
end $$;
