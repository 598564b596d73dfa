import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { inTransaction } from '../database/db.ts';
import { type MachineWorld, openMachineWorld } from '../domains/machines/testing/machine-world.ts';
import { adjustWallet } from '../domains/wallet/index.ts';
import type { TestSession } from '../testing/test-session.ts';
import { type RepeatAct, repeatActs } from './testing/repeat-acts.ts';
import { listRoutes, nameOf } from './testing/route-walker.ts';

const repeats = 10;

let world: MachineWorld;
let admin: TestSession;
let member: TestSession;
let memberId: string;
let acts: ReturnType<typeof repeatActs>;
beforeAll(async () => {
  world = await openMachineWorld({ BROKER_ACTIVE_MACHINES_MAX: '1000' });
  admin = await world.broker.registerAdmin('Ada');
  member = await world.broker.register('Walker');
  memberId = (await member.me()).id;
  await give(100_000);
  // A member's first purchase also makes the row that counts their machines.
  await world.buy(member, await world.makeProduct(10));
  acts = repeatActs({ world, admin, member, memberId });
});
afterAll(() => world.close());

async function give(coins: number): Promise<void> {
  await inTransaction(world.broker.ctx.db, (tx) =>
    adjustWallet(tx, {
      userId: memberId,
      class: 'bought',
      coins,
      reason: 'test',
      actor: 'test',
      reference: randomUUID(),
    }),
  );
}

interface Answered {
  status: number;
  text: string;
  isReplayed: boolean;
}

/** As a browser whose broker may have been started anew meanwhile. */
async function send({ as, path }: RepeatAct, body: unknown, key: string): Promise<Answered> {
  const answer = await fetch(new URL(path, world.broker.url), {
    method: 'POST',
    headers: {
      cookie: as.cookie(),
      origin: world.broker.ctx.config.http.publicUrl,
      'idempotency-key': key,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return {
    status: answer.status,
    text: await answer.text(),
    isReplayed: answer.headers.get('idempotency-replayed') === 'true',
  };
}

/** How many rows each table has, but for the keys, and the counters of wrong codes that a first try makes. */
async function countRows(): Promise<Record<string, number>> {
  const tables = await world.rows(sql`
    select tablename as name from pg_tables where schemaname = 'public' and tablename not in ('idempotency_keys', 'voucher_guesses') order by 1`);
  const counts = await world.rows(
    sql.raw(
      tables
        .map(
          ({ name: table }) => `select '${String(table)}' as name, count(*) as rows from "${String(table)}"`,
        )
        .join(' union all '),
    ),
  );
  return Object.fromEntries(counts.map((one) => [String(one['name']), Number(one['rows'])]));
}

async function addedBy(act: () => Promise<void>): Promise<Record<string, number>> {
  const before = await countRows();
  await act();
  const after = await countRows();
  return Object.fromEntries(
    Object.entries(after)
      .map(([table, rows]) => [table, rows - (before[table] ?? 0)] as const)
      .filter(([, added]) => added !== 0),
  );
}

const done: { route: string; act: RepeatAct; key: string; answer: Answered }[] = [];

test('every route that takes a key has an act here, and no act is without a route', async () => {
  const routes = await listRoutes(world.broker);
  expect(
    routes
      .filter(({ idempotent }) => idempotent)
      .map(nameOf)
      .toSorted(),
  ).toEqual(Object.keys(acts).toSorted());
});

test('ten times at once is once: one effect, one answer', async () => {
  for (const [route, make] of Object.entries(acts)) {
    const single = await make();
    const expected = await addedBy(async () => {
      const answer = await send(single, single.body, randomUUID());
      if (answer.status >= 300) throw new Error(`${route} answered ${answer.status}: ${answer.text}`);
    });
    const act = await make();
    const key = randomUUID();
    const answers: Answered[] = [];
    const added = await addedBy(async () => {
      answers.push(...(await Promise.all(Array.from({ length: repeats }, () => send(act, act.body, key)))));
    });
    const [first] = answers;
    const original = answers.find(({ isReplayed }) => !isReplayed);
    if (first === undefined || original === undefined) throw new Error(`${route} only repeated itself`);
    expect({ route, added }).toEqual({ route, added: expected });
    expect({ route, replayed: answers.filter(({ isReplayed }) => isReplayed).length }).toEqual({
      route,
      replayed: repeats - 1,
    });
    const replayed = answers.filter(({ isReplayed }) => isReplayed);
    expect(new Set(replayed.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    done.push({ route, act, key, answer: replayed[0] ?? original });
  }
});

test('nor does anything happen later: after the broker was started anew, and the wallet emptied, the answer is the same', async () => {
  await world.broker.restart();
  const { wallet } = await readMe();
  await give(-wallet.availableBought);
  const added = await addedBy(async () => {
    for (const { route, act, key, answer } of done.toReversed()) {
      const again = await send(act, act.body, key);
      expect({ route, ...again }).toEqual({ route, ...answer, isReplayed: true });
    }
  });
  expect(added).toEqual({});
});

test('the same key for something else is refused, and changes nothing', async () => {
  const added = await addedBy(async () => {
    for (const { route, act, key } of done.filter((one) => one.act.other !== undefined)) {
      const { status, text } = await send(act, act.other, key);
      expect({ route, status, text }).toMatchObject({
        status: 409,
        text: expect.stringContaining('idempotency_key_reused'),
      });
    }
  });
  expect(added).toEqual({});
});

async function readMe(): Promise<{ wallet: { availableBought: number } }> {
  const answer = await fetch(new URL('/api/v1/me', world.broker.url), {
    headers: { cookie: member.cookie() },
  });
  return z.looseObject({ wallet: z.looseObject({ availableBought: z.int() }) }).parse(await answer.json());
}
