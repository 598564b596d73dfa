import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Db, inTransaction, type Tx } from '../../../database/db.ts';
import { createTestDatabase, type TestDatabase } from '../../../database/testing/test-database.ts';
import { takeTurns } from '../../queue/index.ts';
import {
  anyQueueOf,
  fillQueue,
  makeQueueShop,
  type QueueShop,
  readShown,
} from '../../queue/testing/fill-queue.ts';
import { modelAgeingMs } from '../../queue/testing/order-model.ts';
import { readWaiting } from './read-waiting.ts';

let database: TestDatabase;
let db: Db;
let shop: QueueShop;
beforeAll(async () => {
  database = await createTestDatabase();
  ({ db } = database);
  shop = await makeQueueShop(db);
  await db.execute(sql`
    update labs set permission_kind = 'own_installation', permission_confirmed_by = 'us', permission_confirmed_at = now()
  `);
  await db.execute(sql`
    insert into workers (pool_id, name, public_key, capacity, session_id, connected_since, last_seen_at)
    select id, name, name, 64, gen_random_uuid(), now(), now() + interval '1 hour' from pools
  `);
  await db.execute(sql`
    insert into seats (lab_id, username, secret, max_concurrent) select id, 'seat', 'secret', 64 from labs
  `);
});
afterAll(() => database.close());

const clock = {
  startedAgoMs: 3_600_000,
  suspectAfterMs: 60_000,
  endRetryMs: 1000,
  ageingMs: modelAgeingMs,
  orphansToo: true,
};
/** Thrown to undo what one seed wrote. */
const undo = new Error('undo');

test('whoever is served one after the other is served in the order that was shown', async () => {
  await fc.assert(
    fc.asyncProperty(anyQueueOf(8), async (wanted) => {
      await inTransaction(db, async (tx) => {
        await fillQueue(tx, shop, wanted);
        const shown = await readShown(tx);
        expect(shown.every(({ blocked }) => blocked === null)).toBe(true);
        const served = await serveAll(tx);
        for (const { poolId, labId } of shop.pairs) {
          const here = (machine: { poolId: string; labId: string }) =>
            machine.poolId === poolId && machine.labId === labId;
          expect(served.filter(here).map(({ id }) => id)).toEqual(shown.filter(here).map(({ id }) => id));
        }
        throw undo;
      }).catch((error: unknown) => {
        if (error !== undo) throw error;
      });
    }),
    { numRuns: 60 },
  );
}, 180_000);

/** As the allocator does with one free slot at a time: the first that waits, and its taker had a turn. */
async function serveAll(tx: Tx) {
  const served = [];
  for (;;) {
    const [next] = await readWaiting(tx, clock);
    if (!next) return served;
    served.push(next);
    await takeTurns(tx, [next]);
    await tx.execute(sql`delete from machines where id = ${next.id}`);
  }
}
