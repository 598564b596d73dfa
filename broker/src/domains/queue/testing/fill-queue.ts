import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { z } from 'zod';
import { type Db, readRows, type Tx } from '../../../database/db.ts';
import { makeProduct } from '../../wallet/testing/shop-fixture.ts';
import { type QueuedMachine, readQueued } from '../read-queued.ts';
import type { Pair } from '../read-wait-model.ts';
import { type ModelMachine, type ModelQueue, modelAgeingMs } from './order-model.ts';

/** Two pools, two labs and those who buy there. */
export interface QueueShop {
  productId: string;
  pairs: readonly Pair[];
  /** By name; `stock` is the product's. */
  takers: ReadonlyMap<Taker, string>;
}

export interface QueuedRow {
  taker: Taker;
  pair: number;
  ageMs: number;
  isRetry: boolean;
}
export interface TurnRow {
  taker: Taker;
  pair: number;
  agoMs: number;
}

const purposes = { ann: 'sale', bob: 'sale', guest: 'trial', stock: 'stock' } as const;
const bases = { sale: 2, trial: 1, stock: 0 } as const;
type Taker = keyof typeof purposes;

const taker = fc.constantFrom<Taker>('ann', 'bob', 'guest', 'stock');
const pair = fc.integer({ min: 0, max: 2 });

/** Any queue of at most so many machines that wait for up to half an hour, and any turns that were had. */
export function anyQueueOf(most: number) {
  return fc.record({
    rows: fc.array(
      fc.record({ taker, pair, ageMs: fc.integer({ min: 1000, max: 1_800_000 }), isRetry: fc.boolean() }),
      { minLength: 1, maxLength: most },
    ),
    turns: fc.array(fc.record({ taker, pair, agoMs: fc.integer({ min: 1000, max: 1_800_000 }) }), {
      maxLength: 6,
    }),
  });
}

export async function makeQueueShop(db: Db): Promise<QueueShop> {
  const [productId, other] = [await makeProduct(db), await makeProduct(db)];
  const places = await readRows(
    db,
    z.object({ id: z.uuid(), poolId: z.uuid(), labId: z.uuid() }),
    sql`select id, pool_id as "poolId", lab_id as "labId" from products where id in (${productId}, ${other})`,
  );
  const mine = places.find(({ id }) => id === productId);
  const theirs = places.find(({ id }) => id === other);
  if (!mine || !theirs) throw new Error('no products');
  const takers = new Map<Taker, string>([['stock', productId]]);
  for (const name of ['ann', 'bob', 'guest'] as const) {
    const id = randomUUID();
    takers.set(name, id);
    await db.execute(
      sql`insert into users (id, name, email) values (${id}, ${name}, ${`${id}@example.org`})`,
    );
  }
  return {
    productId,
    takers,
    pairs: [
      { poolId: mine.poolId, labId: mine.labId },
      { poolId: mine.poolId, labId: theirs.labId },
      { poolId: theirs.poolId, labId: mine.labId },
    ],
  };
}

/** Writes such a queue, and answers it as the model sees it: one for each pool and lab. */
export async function fillQueue(
  tx: Tx,
  shop: QueueShop,
  { rows, turns }: { rows: readonly QueuedRow[]; turns: readonly TurnRow[] },
): Promise<{ queues: ModelQueue[]; now: number }> {
  const now = Date.now();
  const machines = rows.map((row) => ({
    ...row,
    id: randomUUID(),
    purpose: purposes[row.taker],
    takerId: shop.takers.get(row.taker) ?? '',
    place: shop.pairs[row.pair],
  }));
  await tx.execute(sql`
    insert into machines (id, purpose, owner_id, product_id, pool_id, lab_id, name, template, duration_minutes, price,
      queued_at, assigned_at, queue_deadline_at)
    select q.id, q.purpose, case when q.taker <> 'stock' then q."takerId" end, ${shop.productId}, (q.place ->> 'poolId')::uuid,
      (q.place ->> 'labId')::uuid, 'm', 't', 60, 1, now() - q."ageMs" * interval '1 millisecond',
      case when q."isRetry" then now() end, now() + interval '1 hour'
    from jsonb_to_recordset(${JSON.stringify(machines)}::jsonb)
      as q(id uuid, purpose text, taker text, "takerId" uuid, place jsonb, "ageMs" integer, "isRetry" boolean)
  `);
  // The last of each counts.
  const granted = new Map(turns.map((turn) => [`${turn.taker} ${turn.pair}`, turn]));
  const written = [...granted.values()].map((turn) => ({
    agoMs: turn.agoMs,
    takerId: shop.takers.get(turn.taker),
    ...shop.pairs[turn.pair],
  }));
  await tx.execute(sql`
    insert into queue_turns (taker_id, pool_id, lab_id, last_granted_at)
    select t."takerId", t."poolId", t."labId", now() - t."agoMs" * interval '1 millisecond'
    from jsonb_to_recordset(${JSON.stringify(written)}::jsonb) as t("takerId" uuid, "poolId" uuid, "labId" uuid, "agoMs" integer)
  `);
  const queues = shop.pairs.map((_, at): ModelQueue => {
    const here = machines.filter((machine) => machine.pair === at);
    const had = [...granted.values()].filter((turn) => turn.pair === at);
    return {
      machines: here.map((machine): ModelMachine => ({
        id: machine.id,
        takerId: machine.takerId,
        base: bases[machine.purpose],
        queuedAt: now - machine.ageMs,
        isRetry: machine.isRetry,
      })),
      lastGrantedAt: new Map(had.map(({ taker: name, agoMs }) => [shop.takers.get(name) ?? '', now - agoMs])),
    };
  });
  return { queues, now };
}

/** The queue as it is shown. */
export async function readShown(tx: Tx): Promise<QueuedMachine[]> {
  return await readQueued(tx, { ageingMs: modelAgeingMs, suspectAfterMs: 60_000 });
}
