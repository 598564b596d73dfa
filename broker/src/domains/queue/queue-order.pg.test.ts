import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type Db, inTransaction, readRows, type Tx } from '../../database/db.ts';
import { createTestDatabase, type TestDatabase } from '../../database/testing/test-database.ts';
import { makeProduct } from '../wallet/testing/shop-fixture.ts';
import { takeTurns } from './index.ts';
import { orderQueued, selectQueued } from './queue-order.ts';
import { readQueued } from './read-queued.ts';
import { type ModelMachine, modelAgeingMs, orderOfService } from './testing/order-model.ts';

let database: TestDatabase;
let db: Db;
let productId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  ({ db } = database);
  productId = await makeProduct(db);
});
afterAll(() => database.close());

const purposes = { ann: 'sale', bob: 'sale', guest: 'trial', stock: 'stock' } as const;
const bases = { sale: 2, trial: 1, stock: 0 } as const;
const taker = fc.constantFrom('ann', 'bob', 'guest', 'stock');

/** Thrown to undo what one seed wrote. */
const undo = new Error('undo');

test('the database orders a queue as the model does, and shows that order as places', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({ taker, ageMs: fc.integer({ min: 1000, max: 1_800_000 }), isRetry: fc.boolean() }),
        { minLength: 1, maxLength: 16 },
      ),
      fc.array(fc.record({ taker, agoMs: fc.integer({ min: 1000, max: 1_800_000 }) }), { maxLength: 4 }),
      async (rows, turns) => {
        await inTransaction(db, async (tx) => {
          const machines = await fill(tx, rows, turns);
          const now = machines.now;
          const expected = orderOfService(machines, now).map(({ id }) => id);
          expect(await orderInDatabase(tx)).toEqual(expected);
          throw undo;
        }).catch((error: unknown) => {
          if (error !== undo) throw error;
        });
      },
    ),
    { numRuns: 60 },
  );
}, 30_000);

test('ten thousand that wait are placed by one statement in seconds at most', async () => {
  await inTransaction(db, async (tx) => {
    await tx.execute(sql`
      insert into users (id, name, email) select gen_random_uuid(), 'u' || n, 'u' || n || '@example.org' from generate_series(1, 2000) n
    `);
    await tx.execute(sql`
      insert into machines (id, owner_id, product_id, pool_id, lab_id, name, template, duration_minutes, price, queue_deadline_at)
      select gen_random_uuid(), u.id, p.id, p.pool_id, p.lab_id, 'm', 't', 60, 1, now() + interval '1 hour'
      from users u cross join generate_series(1, 5) join products p on p.id = ${productId} where u.email like 'u%'
    `);
  });
  await db.execute(sql`analyze machines`);
  const startedAt = performance.now();
  const queued = await readQueued(db, { ageingMs: modelAgeingMs, suspectAfterMs: 1000 });
  // 0.2 s when nothing else runs.
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  expect(queued).toHaveLength(10_000);
  expect(queued.at(-1)).toMatchObject({ position: 10_000, of: 10_000 });
  await db.execute(sql`delete from machines`);
}, 30_000);

test('turns that are granted in one transaction keep their order', async () => {
  const [place] = await readRows(
    db,
    z.object({ poolId: z.uuid(), labId: z.uuid() }),
    sql`select pool_id as "poolId", lab_id as "labId" from products where id = ${productId}`,
  );
  if (!place) throw new Error('no product');
  // The first has two turns: the later one counts.
  const [first = '', ...others] = Array.from({ length: 40 }, () => randomUUID());
  const takers = [...others, first];
  await inTransaction(db, (tx) =>
    takeTurns(
      tx,
      [first, ...takers].map((takerId) => ({ takerId, ...place })),
    ),
  );
  const rows = await readRows(
    db,
    z.object({ takerId: z.uuid() }),
    sql`select taker_id as "takerId" from queue_turns order by last_granted_at`,
  );
  expect(rows.map(({ takerId }) => takerId)).toEqual(takers);
});

async function orderInDatabase(tx: Tx): Promise<string[]> {
  const rows = await readRows(
    tx,
    z.object({ id: z.uuid() }),
    sql`
      with q as (${selectQueued({ ageingMs: modelAgeingMs, where: sql`true` })})
      select q.id from q order by ${orderQueued('q')}
    `,
  );
  return rows.map(({ id }) => id);
}

async function fill(
  tx: Tx,
  rows: { taker: keyof typeof purposes; ageMs: number; isRetry: boolean }[],
  turns: { taker: keyof typeof purposes; agoMs: number }[],
) {
  const owners = new Map<string, string>();
  for (const name of ['ann', 'bob', 'guest']) {
    const id = randomUUID();
    owners.set(name, id);
    await tx.execute(
      sql`insert into users (id, name, email) values (${id}, ${name}, ${`${id}@example.org`})`,
    );
  }
  const takerId = (name: string) => owners.get(name) ?? productId;
  const now = Date.now();
  const machines: ModelMachine[] = rows.map((row) => ({
    id: randomUUID(),
    takerId: takerId(row.taker),
    base: bases[purposes[row.taker]],
    queuedAt: now - row.ageMs,
    isRetry: row.isRetry,
  }));
  for (const [n, machine] of machines.entries()) {
    const row = rows[n];
    if (!row) continue;
    const at = sql`now() - ${row.ageMs} * interval '1 millisecond'`;
    await tx.execute(sql`
      insert into machines (id, purpose, owner_id, product_id, pool_id, lab_id, name, template, duration_minutes, price,
        queued_at, assigned_at, queue_deadline_at)
      select ${machine.id}, ${purposes[row.taker]}, ${owners.get(row.taker) ?? null}, p.id, p.pool_id, p.lab_id, 'm', 't', 60, 1,
        ${at}, case when ${row.isRetry} then now() end, now() + interval '1 hour'
      from products p where p.id = ${productId}
    `);
  }
  const lastGrantedAt = new Map<string, number>();
  for (const { taker: name, agoMs } of turns) {
    lastGrantedAt.set(takerId(name), now - agoMs);
    await tx.execute(sql`
      insert into queue_turns (taker_id, pool_id, lab_id, last_granted_at)
      select ${takerId(name)}::uuid, pool_id, lab_id, now() - ${agoMs} * interval '1 millisecond' from products where id = ${productId}
      on conflict (pool_id, lab_id, taker_id) do update set last_granted_at = excluded.last_granted_at
    `);
  }
  return { machines, lastGrantedAt, now };
}
