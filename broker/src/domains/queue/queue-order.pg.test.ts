import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type Db, inTransaction, readRows } from '../../database/db.ts';
import { createTestDatabase, type TestDatabase } from '../../database/testing/test-database.ts';
import { takeTurns } from './index.ts';
import { readQueued } from './read-queued.ts';
import { anyQueueOf, fillQueue, makeQueueShop, type QueueShop, readShown } from './testing/fill-queue.ts';
import { modelAgeingMs, orderOfService } from './testing/order-model.ts';

let database: TestDatabase;
let db: Db;
let shop: QueueShop;
let productId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  ({ db } = database);
  shop = await makeQueueShop(db);
  ({ productId } = shop);
});
afterAll(() => database.close());

/** Thrown to undo what one seed wrote. */
const undo = new Error('undo');

test('the database orders the queues of two pools and two labs as the model does, and shows that order as places', async () => {
  await fc.assert(
    fc.asyncProperty(anyQueueOf(20), async (wanted) => {
      await inTransaction(db, async (tx) => {
        const { queues, now } = await fillQueue(tx, shop, wanted);
        const queued = await readShown(tx);
        expect(queued).toHaveLength(wanted.rows.length);
        for (const [at, { poolId, labId }] of shop.pairs.entries()) {
          const here = queued.filter((machine) => machine.poolId === poolId && machine.labId === labId);
          const expected = orderOfService(queues[at] ?? { machines: [], lastGrantedAt: new Map() }, now);
          expect(here.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
          expect(here.map(({ position, of }) => [position, of])).toEqual(
            expected.map((_, n) => [n + 1, expected.length]),
          );
        }
        throw undo;
      }).catch((error: unknown) => {
        if (error !== undo) throw error;
      });
    }),
    { numRuns: 1_000 },
  );
}, 180_000);

test('ten thousand that wait are placed by one statement', async () => {
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
  const queued = await readQueued(db, { ageingMs: modelAgeingMs, suspectAfterMs: 1000 });
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
