import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows, type Tx } from '../../database/db.ts';

/** One amount that is not what the transfers add up to, in coins. */
export const LedgerDifference = z.object({
  kind: z.enum(['wallet', 'charge', 'voucher']),
  /** The member's id, the charge's or the redemption's. */
  id: z.string(),
  what: z.string(),
  expected: z.int(),
  found: z.int(),
});
export type LedgerDifference = z.infer<typeof LedgerDifference>;

export interface LedgerReport {
  wallets: number;
  charges: number;
  transfers: number;
  /** The sum of all differences, each without its sign; 0 = the books are right. */
  imbalanceCoins: number;
  differences: LedgerDifference[];
}

/** Recomputes every wallet, every charge and what every voucher gave from the transfers. Each part is one statement, so it sees one moment. */
export async function verifyLedger(db: Db | Tx): Promise<LedgerReport> {
  const differences = [
    ...(await readRows(db, LedgerDifference, wrongWallets)),
    ...(await readRows(db, LedgerDifference, wrongCharges)),
    ...(await readRows(db, LedgerDifference, wrongVouchers)),
  ];
  const Counts = z.object({ wallets: z.int(), charges: z.int(), transfers: z.int() });
  const [counts] = await readRows(
    db,
    Counts,
    sql`
      select (select count(*) from wallets) as wallets, (select count(*) from charges) as charges,
        (select count(*) from transfers) as transfers`,
  );
  return {
    ...Counts.parse(counts),
    differences,
    imbalanceCoins: differences.reduce((sum, { expected, found }) => sum + Math.abs(expected - found), 0),
  };
}

// Debt grows when it is drawn from and shrinks when it is paid into: the one account with its sign turned.
const wrongWallets = sql`
  with moves as (
    select to_user_id as user_id, to_account as account, class, amount from transfers where to_user_id is not null
    union all
    select from_user_id, from_account, class, -amount from transfers where from_user_id is not null
  ), sums as (
    select user_id,
      coalesce(sum(amount) filter (where account = 'available' and class = 'earned'), 0)::bigint as available_earned,
      coalesce(sum(amount) filter (where account = 'available' and class = 'bought'), 0)::bigint as available_bought,
      coalesce(sum(amount) filter (where account = 'held' and class = 'earned'), 0)::bigint as held_earned,
      coalesce(sum(amount) filter (where account = 'held' and class = 'bought'), 0)::bigint as held_bought,
      coalesce(sum(amount) filter (where account = 'frozen'), 0)::bigint as frozen,
      coalesce(-sum(amount) filter (where account = 'debt'), 0)::bigint as owed
    from moves group by user_id
  )
  select 'wallet' as kind, coalesce(w.user_id, s.user_id)::text as id, part.what, part.expected, part.found
  from wallets w full join sums s on s.user_id = w.user_id
  cross join lateral (values
    ('available_earned', coalesce(s.available_earned, 0), coalesce(w.available_earned, 0)),
    ('available_bought', coalesce(s.available_bought, 0), coalesce(w.available_bought, 0)),
    ('held_earned', coalesce(s.held_earned, 0), coalesce(w.held_earned, 0)),
    ('held_bought', coalesce(s.held_bought, 0), coalesce(w.held_bought, 0)),
    ('frozen', coalesce(s.frozen, 0), coalesce(w.frozen, 0)),
    ('owed', coalesce(s.owed, 0), coalesce(w.owed, 0))
  ) as part (what, expected, found)
  where part.expected <> part.found
  order by id, what`;

// What was moved for a charge against what the charge says; also moves for a charge that does not exist.
const wrongCharges = sql`
  with moved as (
    -- What a person gave back later stands under the charge's id and a number behind it.
    select split_part(reference, ':', 1) as reference,
      coalesce(sum(amount) filter (where kind = 'hold' and class = 'earned'), 0)::bigint as hold_earned,
      coalesce(sum(amount) filter (where kind = 'hold' and class = 'bought'), 0)::bigint as hold_bought,
      coalesce(sum(amount) filter (where kind = 'capture' and class = 'earned'), 0)::bigint as capture_earned,
      coalesce(sum(amount) filter (where kind = 'capture' and class = 'bought'), 0)::bigint as capture_bought,
      coalesce(sum(amount) filter (where kind = 'release' and class = 'earned'), 0)::bigint as release_earned,
      coalesce(sum(amount) filter (where kind = 'release' and class = 'bought'), 0)::bigint as release_bought,
      coalesce(sum(amount) filter (where kind = 'refund' and class = 'earned'), 0)::bigint as refund_earned,
      coalesce(sum(amount) filter (where kind = 'refund' and class = 'bought'), 0)::bigint as refund_bought
    from transfers where kind in ('hold', 'capture', 'release', 'refund') group by 1
  )
  select 'charge' as kind, coalesce(c.id::text, m.reference) as id, part.what, part.expected, part.found
  from charges c full join moved m on m.reference = c.id::text
  cross join lateral (values
    ('held earned', coalesce(m.hold_earned, 0), coalesce(c.from_earned, 0)),
    ('held bought', coalesce(m.hold_bought, 0), coalesce(c.from_bought, 0)),
    ('captured earned', coalesce(m.capture_earned, 0), case when c.state = 'captured' then c.from_earned else 0 end),
    ('captured bought', coalesce(m.capture_bought, 0), case when c.state = 'captured' then c.from_bought else 0 end),
    ('released earned', coalesce(m.release_earned, 0), case when c.state = 'released' then c.from_earned else 0 end),
    ('released bought', coalesce(m.release_bought, 0), case when c.state = 'released' then c.from_bought else 0 end),
    ('refunded earned', coalesce(m.refund_earned, 0), coalesce(c.refunded_earned, 0)),
    ('refunded bought', coalesce(m.refund_bought, 0), coalesce(c.refunded_bought, 0))
  ) as part (what, expected, found)
  where part.expected <> part.found
  order by id, what`;

// What a redemption gave against what was moved for it; also moves for a redemption that does not exist, and another member's.
const wrongVouchers = sql`
  with moved as (
    select reference, to_user_id as user_id, sum(amount)::bigint as coins from transfers where kind = 'voucher' group by 1, 2
  )
  select 'voucher' as kind, coalesce(r.id::text, m.reference) as id, 'given' as what, coalesce(r.coins, 0) as expected,
    coalesce(m.coins, 0) as found
  from voucher_redemptions r full join moved m on m.reference = r.id::text and m.user_id = r.user_id
  where coalesce(r.coins, 0) <> coalesce(m.coins, 0)
  order by id`;
