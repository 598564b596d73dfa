import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { Machine } from '@coinslot/shared/http/machines.ts';
import pg from 'pg';
import { readConfig } from '../../../broker/src/config.ts';
import { openContext } from '../../../broker/src/context.ts';
import { inTransaction } from '../../../broker/src/database/db.ts';
import { chooseCookies } from '../../../broker/src/domains/accounts/choose-cookies.ts';
import { signSessionToken, sessionCookieName } from '../../../broker/src/domains/accounts/session-cookie.ts';
import { ensureBundledLab } from '../../../broker/src/domains/labs/index.ts';
import type { FakeIdentity } from '../../../broker/src/testing/fake-worker.ts';
import type { Place } from '../place.ts';
import { type BenchBroker, startBroker } from '../start-broker.ts';
import { startPostgres } from '../start-postgres.ts';

/** The real broker with a lab, a free product, members who are signed in, and workers that are enrolled. */
export interface Stage {
  broker: BenchBroker;
  /** One Cookie header for each member. */
  cookies: string[];
  /** Not connected yet. */
  workers: FakeIdentity[];
  /** Buys a machine over HTTP; answers its id. */
  buy(cookie: string): Promise<string>;
}

const labBaseUrl = 'http://lab.localhost:9';

export async function openStage(
  place: Place,
  asked: { members: number; workers: number; env: Record<string, string> },
): Promise<Stage> {
  const postgres = await startPostgres(place);
  const authSecret = randomBytes(32).toString('base64');
  const broker = await startBroker(place, {
    databaseUrl: postgres.url,
    env: {
      COINSLOT_AUTH_SECRET: authSecret,
      BROKER_ACTIVE_MACHINES_MAX: '1000000',
      BROKER_QUEUE_LENGTH_MAX: '1000000',
      BROKER_START_GRACE_MS: '0',
      ...asked.env,
    },
  });
  const poolId = await openLab(place, postgres.url);
  const database = new pg.Client({ connectionString: postgres.superuserUrl });
  await database.connect();
  try {
    const { rows } = await database.query<{ id: string }>(
      'update products set price = 0, stock = null returning id',
    );
    const productId = rows[0]?.id;
    await database.query(`update seats set max_concurrent = 100000`);
    const tokens = Array.from({ length: asked.members }, () => randomUUID());
    await database.query(makeMembers, [tokens]);
    const cookieName = sessionCookieName(chooseCookies(broker.origin).prefix);
    return {
      broker,
      cookies: tokens.map((token) => `${cookieName}=${signSessionToken(token, authSecret)}`),
      workers: await enrolWorkers(database, poolId, asked.workers),
      buy: (cookie) => buy(broker, cookie, productId),
    };
  } finally {
    await database.end();
  }
}

const makeMembers = `
  with made as (
    insert into users (name, email)
    select 'Member ' || n, 'member-' || n || '@example.org' from generate_series(1, cardinality($1::text[])) n
    returning id, email
  ), opened as (
    insert into sessions (user_id, token, expires_at)
    select m.id, encode(sha256(convert_to(t.token, 'UTF8')), 'hex'), now() + interval '1 day'
    from unnest($1::text[]) with ordinality t (token, n) join made m on m.email = 'member-' || n || '@example.org'
  )
  insert into wallets (user_id) select id from made`;

/** The broker's own code makes the lab, with the broker's own key in this place's folder. */
async function openLab(place: Place, databaseUrl: string): Promise<string> {
  const ctx = await openContext(
    readConfig({ LOG_LEVEL: 'silent', DATABASE_URL: databaseUrl, COINSLOT_DATA_DIR: place.folder }),
  );
  try {
    const seats = [{ username: 'seat', password: 'seat password', maxConcurrent: 64 }];
    const lab = await inTransaction(ctx.db, (tx) =>
      ensureBundledLab(tx, ctx, { baseUrl: labBaseUrl, seats }),
    );
    return lab.poolId;
  } finally {
    await ctx.close();
  }
}

async function enrolWorkers(database: pg.Client, poolId: string, count: number): Promise<FakeIdentity[]> {
  const made = Array.from({ length: count }, () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const spki = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    return { identity: { workerId: randomUUID(), privateKey, joinCounter: 0 }, spki };
  });
  await database.query(
    `insert into workers (id, pool_id, name, public_key, capacity)
     select id, $1, 'bench-' || n, key, 4 from unnest($2::uuid[], $3::text[]) with ordinality w (id, key, n)`,
    [poolId, made.map(({ identity }) => identity.workerId), made.map(({ spki }) => spki)],
  );
  return made.map(({ identity }) => identity);
}

async function buy(broker: BenchBroker, cookie: string, productId: string | undefined): Promise<string> {
  const answer = await fetch(new URL('/api/v1/machines', broker.url), {
    method: 'POST',
    headers: {
      cookie,
      origin: broker.origin,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    body: JSON.stringify({ productId }),
  });
  if (answer.status !== 202) throw new Error(`buying answered ${answer.status}: ${await answer.text()}`);
  return Machine.pick({ id: true }).parse(await answer.json()).id;
}
