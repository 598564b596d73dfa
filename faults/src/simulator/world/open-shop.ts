import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { z } from 'zod';
import { readConfig } from '../../../../broker/src/config.ts';
import { openContext } from '../../../../broker/src/context.ts';
import { inTransaction } from '../../../../broker/src/database/db.ts';
import { chooseCookies } from '../../../../broker/src/domains/accounts/choose-cookies.ts';
import {
  sessionCookieName,
  signSessionToken,
} from '../../../../broker/src/domains/accounts/session-cookie.ts';
import { ensureBundledLab } from '../../../../broker/src/domains/labs/index.ts';
import type { FakeLabOptions } from '../lab/open-fake-lab.ts';
import { publicUrl } from './broker-process.ts';

/** Who may buy what: made by SQL, for sign-ups are not what is looked at. */
export interface Shop {
  poolId: string;
  labId: string;
  productIds: string[];
  /** Cookie headers. */
  members: string[];
  admin: string;
}

/** What each member is given at the beginning. */
export const startCoins = 100_000;

/** Members with coins and open sessions, an admin, the lab with its seats, and two products. */
export async function openShop(
  database: pg.Client,
  asked: {
    env: Record<string, string>;
    authSecret: string;
    labUrl: string;
    lagMs: number;
    seats: FakeLabOptions['seats'];
    members: number;
  },
): Promise<Shop> {
  const lab = await openLab(asked);
  await database.query('update labs set list_lag_ms = $1', [asked.lagMs]);
  await database.query(sellTwo);
  const { rows } = await database.query('select id from products where on_sale order by name');
  const tokens = Array.from({ length: asked.members + 1 }, () => randomUUID());
  await database.query(makeMembers, [tokens]);
  await database.query(giveCoins, [startCoins]);
  await database.query(
    `insert into user_roles (user_id, role_name) select id, 'admin' from users where email = 'member-1@example.org'`,
  );
  const name = sessionCookieName(chooseCookies(publicUrl).prefix);
  const [admin = '', ...members] = tokens.map(
    (token) => `${name}=${signSessionToken(token, asked.authSecret)}`,
  );
  const productIds = z
    .array(z.object({ id: z.uuid() }))
    .parse(rows)
    .map(({ id }) => id);
  return { ...lab, productIds, members, admin };
}

/** The broker's own code makes the lab, with the broker's own key. */
async function openLab(asked: {
  env: Record<string, string>;
  labUrl: string;
  seats: FakeLabOptions['seats'];
}): Promise<{ labId: string; poolId: string }> {
  const ctx = await openContext(readConfig({ ...asked.env, LOG_LEVEL: 'silent' }));
  const seats = asked.seats.map(({ username, password, machinesMax }) => ({
    username,
    password,
    maxConcurrent: machinesMax,
  }));
  try {
    let made = { labId: '', poolId: '' };
    for (let from = 0; from < seats.length; from += 200) {
      const some = seats.slice(from, from + 200);
      made = await inTransaction(ctx.db, (tx) =>
        ensureBundledLab(tx, ctx, { baseUrl: asked.labUrl, seats: some }),
      );
    }
    return made;
  } finally {
    await ctx.close();
  }
}

// One whose member gets unused time back, one whose does not.
const sellTwo = `
  with kept as (select id, row_number() over (order by name) as n from products limit 2)
  update products p set on_sale = k.n is not null, price = 6 + coalesce(k.n, 0), duration_minutes = 1 + coalesce(k.n, 0), stock = null,
    refunds_unused_on_stop = k.n is not null and k.n = 1, extension_minutes = 1, extension_price = 2, max_life_minutes = null, idle_minutes = null,
    per_member_max = null, archived_at = case when k.n is null then now() end
  from products q left join kept k on k.id = q.id where q.id = p.id`;

const makeMembers = `
  with made as (
    insert into users (name, email)
    select 'Member ' || n, 'member-' || n || '@example.org' from generate_series(1, cardinality($1::text[])) n
    returning id, email
  ), opened as (
    insert into sessions (user_id, token, expires_at, signed_in_by)
    select m.id, encode(sha256(convert_to(t.token, 'UTF8')), 'hex'), now() + interval '1 day', 'password'
    from unnest($1::text[]) with ordinality t (token, n) join made m on m.email = 'member-' || n || '@example.org'
  )
  insert into wallets (user_id) select id from made`;

const giveCoins = `
  insert into transfers (from_account, to_account, to_user_id, class, amount, kind, reference, actor)
  select 'issued', 'available', user_id, 'earned', $1::bigint, 'admin_grant', 'simulator:' || user_id, 'simulator' from wallets`;
