// Coins, all of them moved by transfers through the real trigger, in the order of their times.

/** $1 = vouchers, each of ten codes but the three newest, which have 5,000. */
export const makeVouchers = `
  with made as (
    insert into vouchers (name, note, coins, codes, total_uses, uses_per_member, created_at, created_by)
    select 'Voucher ' || n, 'for class ' || n, 20, case when n > $1 - 3 then 5000 else 10 end, 1000, 1000,
      now() - ($1 - n) * interval '6 hours', 'Ada Admin'
    from generate_series(1, $1::int) n
    returning id, codes
  )
  insert into voucher_codes (voucher_id, code_hash, code, code_end, uses)
  select id, id || ':' || n, 'none', lpad(n::text, 4, '0'), 0 from made, generate_series(1, codes) n`;

/** Every second member redeemed a code of the newest voucher. */
export const redeemVouchers = [
  `with newest as (
    select c.id as code_id, c.voucher_id, row_number() over (order by c.id) as place
    from voucher_codes c where c.voucher_id = (select id from vouchers order by created_at desc limit 1)
  ), member as (
    select id, row_number() over (order by created_at, id) as place from users where name ~ '[02468]$'
  )
  insert into voucher_redemptions (voucher_id, code_id, user_id, n, coins, redeemed_at)
  select v.voucher_id, v.code_id, m.id, 1, 20, now() - interval '1 day' from member m join newest v on v.place = m.place`,
  `update voucher_codes c set uses = 1 from voucher_redemptions r where r.code_id = c.id`,
  `insert into voucher_member_uses (voucher_id, user_id, uses) select voucher_id, user_id, 1 from voucher_redemptions`,
];

export const chargeMachines = `
  insert into charges (machine_id, user_id, kind, price, from_earned, from_bought, refunded_earned, state, created_at, ended_at)
  select id, owner_id, 'purchase', price, price, 0, case when state = 'stopped' and name like '%3' then 2 else 0 end,
    case state when 'queued' then 'held' when 'failed' then 'released' else 'captured' end, requested_at,
    case state when 'queued' then null else coalesce(ready_at, ended_at) end
  from machines`;

/** The welcome coins' transfers, then what was bought; what is missing to $1 are adjustments, every thirtieth the busy member's. */
export const moveCoins = `
  with needed as (
    select at, from_account, from_user_id, to_account, to_user_id, amount, kind, reference, reason from (
      select u.created_at as at, 'promo' as from_account, null::uuid as from_user_id, 'available' as to_account,
        u.id as to_user_id, 50 as amount, 'campaign_grant' as kind, k.id || ':' || u.id as reference, null as reason
      from users u, campaigns k where u.name like 'Member %'
      union all
      select now() - interval '200 days', 'issued', null, 'available', id, 10000, 'admin_grant', 'first:' || id, 'a good start'
      from users where name like 'Member %'
      union all
      select created_at, 'available', user_id, 'held', user_id, price, 'hold', id::text, null from charges
      union all
      select ended_at, 'held', user_id, 'sales', null, price, 'capture', id::text, null from charges where state = 'captured'
      union all
      select ended_at, 'held', user_id, 'available', user_id, price, 'release', id::text, 'it never became ready'
      from charges where state = 'released'
      union all
      select ended_at + interval '30 minutes', 'sales', null, 'available', user_id, refunded_earned, 'refund', id::text, 'unused time'
      from charges where refunded_earned > 0
      union all
      select redeemed_at, 'promo', null, 'available', user_id, coins, 'voucher', id::text, null from voucher_redemptions
    ) told
  ), more as (
    select now() - (90.0 * (1 - n::numeric / $1)) * interval '1 day' as at, n,
      case when n % 30 = 0 then 'Member 1' else 'Member ' || (1 + abs(hashint4(n)) % $2::int) end as name
    from generate_series(1, $1::int - (select count(*) from needed)::int) n
  ), moved as (
    select * from needed
    union all
    select m.at, 'issued', null, 'available', u.id, 1 + m.n % 9, 'admin_grant', 'bench:' || m.n, 'for helping in class ' || m.n
    from more m join users u on u.name = m.name
  )
  insert into transfers (from_account, from_user_id, to_account, to_user_id, class, amount, kind, reference, actor, reason, created_at)
  select from_account, from_user_id, to_account, to_user_id, 'earned', amount, kind, reference, 'bench', reason, at
  from moved order by at, kind desc`;

export const countWelcomes = [
  `insert into campaign_grants (campaign_id, user_id, granted_at)
    select k.id, u.id, u.created_at from campaigns k, users u where u.name like 'Member %'`,
  `update campaigns k set granted = (select count(*) from campaign_grants g where g.campaign_id = k.id)`,
];
