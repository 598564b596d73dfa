import type pg from 'pg';
import { retryLost } from '../../../broker/src/database/db.ts';
import { chooseCookies } from '../../../broker/src/domains/accounts/choose-cookies.ts';
import { signSessionToken, sessionCookieName } from '../../../broker/src/domains/accounts/session-cookie.ts';

export interface Shop {
  productId: string;
  /** One Cookie header for each member. */
  cookies: string[];
  /** Forgets every purchase, so that each round starts with the same tables. */
  reset: () => Promise<void>;
  countMachines: () => Promise<number>;
}

export const memberCount = 2_000;
const price = 7;
const coins = 1_000_000_000;

/** Members with coins and open sessions, and one unlimited product of a lab that lends, made by SQL: sign-ups are not measured. */
export async function openShop(
  database: pg.Client,
  { authSecret, publicUrl }: { authSecret: string; publicUrl: string },
): Promise<Shop> {
  await database.query(makeMembers, [memberCount]);
  await database.query(giveCoins, [coins]);
  const tokens = Array.from({ length: memberCount }, (_, index) => `token-${index + 1}`);
  await database.query(openSessions, [tokens]);
  const { rows } = await database.query<{ id: string }>(stockShop, [price]);
  const [product] = rows;
  if (product === undefined) throw new Error('the shop has no product');
  await database.query(resetPurchases);
  const name = sessionCookieName(chooseCookies(publicUrl).prefix);
  return {
    productId: product.id,
    cookies: tokens.map((token) => `${name}=${signSessionToken(token, authSecret)}`),
    async reset() {
      // The broker's loops look at the same tables meanwhile.
      await retryLost(() => runWhole(database, resetPurchases));
      for (const table of ['wallets', 'member_usage', 'member_product_usage']) {
        await database.query(`vacuum analyze ${table}`);
      }
      await database.query('checkpoint');
    },
    async countMachines() {
      const found = await database.query<{ n: number }>('select count(*)::int as n from machines');
      return found.rows[0]?.n ?? 0;
    },
  };
}

async function runWhole(database: pg.Client, statements: string): Promise<void> {
  try {
    await database.query(statements);
  } catch (error) {
    await database.query('rollback');
    throw error;
  }
}

const makeMembers = `
  with made as (
    insert into users (name, email)
    select 'Member ' || n, 'member-' || n || '@example.org' from generate_series(1, $1::int) n
    returning id
  )
  insert into wallets (user_id) select id from made`;

const giveCoins = `
  insert into transfers (from_account, to_account, to_user_id, class, amount, kind, reference, actor)
  select 'issued', 'available', user_id, 'earned', $1::bigint, 'admin_grant', 'bench:' || user_id, 'bench' from wallets`;

const openSessions = `
  insert into sessions (user_id, token, expires_at)
  select u.id, encode(sha256(convert_to(t.token, 'UTF8')), 'hex'), now() + interval '7 days'
  from unnest($1::text[]) with ordinality t (token, n) join users u on u.email = 'member-' || n || '@example.org'`;

const stockShop = `
  with pool as (
    insert into pools (name) values ('bench') returning id
  ), lab as (
    insert into labs (name, driver, recipe, base_url, permission_kind, permission_confirmed_at)
    values ('bench', 'console', 'bundled', 'http://lab.localhost:1', 'own_installation', now()) returning id
  ), seat as (
    insert into seats (lab_id, username, secret) select id, 'seat', 'none' from lab
  ), worker as (
    insert into workers (pool_id, name, public_key, capacity) select id, 'away', 'none', 1 from pool
  )
  insert into products (name, pool_id, lab_id, template, duration_minutes, price)
  select 'Bench', pool.id, lab.id, 'linux-small', 60, $1::bigint from pool, lab returning id`;

// As superuser without triggers: the ledger refuses this, and rightly.
const resetPurchases = `
  begin;
  set local session_replication_role = replica;
  truncate machines, idempotency_keys, transfers cascade;
  update wallets set available_earned = ${coins}, held_earned = 0;
  delete from member_usage;
  delete from member_product_usage;
  insert into member_usage (user_id) select user_id from wallets;
  insert into member_product_usage (user_id, product_id) select w.user_id, p.id from wallets w, products p;
  commit`;
