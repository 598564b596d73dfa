import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { inTransaction, readRows } from '../database/db.ts';
import { adjustWallet } from '../domains/wallet/index.ts';
import { startTestBroker, type TestBroker } from '../testing/test-broker.ts';
import type { TestSession } from '../testing/test-session.ts';
import { purgeIdempotencyKeys } from './purge-idempotency-keys.ts';

let broker: TestBroker;
let admin: TestSession;
let adjustments: string;
beforeEach(async () => {
  broker = await startTestBroker();
  admin = await broker.registerAdmin();
  const member = await broker.register();
  adjustments = `/api/v1/admin/wallets/${(await member.me()).id}/adjustments`;
});
afterEach(() => broker.close());

const give = { coins: 7, class: 'bought', reason: 'a present' };

async function countEffects(): Promise<number> {
  const rows = await readRows(
    broker.database.db,
    z.object({ n: z.int() }),
    sql`select count(*) as n from transfers where kind in ('admin_grant', 'admin_removal')`,
  );
  return rows[0]?.n ?? 0;
}

test('twenty requests with one key at once have one effect and one answer', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => admin.post(adjustments, give, { idempotencyKey: 'one' })),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === 'true')).toHaveLength(19);
  expect(await countEffects()).toBe(1);
});

test('the same key with another body, or on another address, is refused', async () => {
  expect((await admin.post(adjustments, give, { idempotencyKey: 'one' })).status).toBe(200);
  const otherBody = await admin.post(adjustments, { ...give, coins: 8 }, { idempotencyKey: 'one' });
  expect(otherBody).toMatchObject({ status: 409, body: { code: 'idempotency_key_reused' } });
  const another = `/api/v1/admin/wallets/${(await admin.me()).id}/adjustments`;
  const otherRoute = await admin.post(another, give, { idempotencyKey: 'one' });
  expect(otherRoute).toMatchObject({ status: 409, body: { code: 'idempotency_key_reused' } });
  // The order of names in a body does not make it another.
  const reordered = await admin.post(
    adjustments,
    { reason: give.reason, class: give.class, coins: give.coins },
    { idempotencyKey: 'one' },
  );
  expect(reordered.status).toBe(200);
  expect(await countEffects()).toBe(1);
});

test('a final refusal is kept as the answer although it would succeed now', async () => {
  const take = { coins: -5, class: 'bought', reason: 'a correction' };
  const refused = await admin.post(adjustments, take, { idempotencyKey: 'take' });
  expect(refused).toMatchObject({
    status: 409,
    body: { code: 'adjustment_exceeds_balance', params: { available: 0 } },
  });
  await admin.post(adjustments, give);
  const repeated = await admin.post(adjustments, take, { idempotencyKey: 'take' });
  expect(repeated).toMatchObject({ status: 409, body: { code: 'adjustment_exceeds_balance' } });
  expect(repeated.headers.get('idempotency-replayed')).toBe('true');
  expect(repeated.headers.get('content-type')).toContain('application/problem+json');
  expect((await admin.post(adjustments, take, { idempotencyKey: 'take-again' })).status).toBe(200);
});

test('an act that is repeated after somebody else signed in does nothing on their account', async () => {
  const other = await broker.registerAdmin();
  const headers = { 'coinslot-member': (await admin.me()).id };
  const stolen = await other.post(adjustments, give, { idempotencyKey: 'one', headers });
  expect(stolen).toMatchObject({ status: 409, body: { code: 'signed_in_as_another' } });
  expect(await countEffects()).toBe(0);
  // Nothing was kept for either of them: whoever it belongs to still does it, once.
  expect((await admin.post(adjustments, give, { idempotencyKey: 'one', headers })).status).toBe(200);
  const repeated = await admin.post(adjustments, give, { idempotencyKey: 'one', headers });
  expect(repeated.headers.get('idempotency-replayed')).toBe('true');
  expect((await other.post(adjustments, give, { idempotencyKey: 'one' })).status).toBe(200);
  expect(await countEffects()).toBe(2);
});

test('a fault of ours keeps nothing: the same key succeeds once the fault is gone', async () => {
  const { db } = broker.database;
  const me = await admin.me();
  // The reference that the request will use is taken: the insert fails as no member's fault would.
  const reference = `${me.id}:broken`;
  await inTransaction(db, (tx) =>
    adjustWallet(tx, { userId: me.id, coins: 1, class: 'bought', reference, actor: 'test', reason: 'test' }),
  );
  const broken = await admin.post(adjustments, give, { idempotencyKey: 'broken' });
  expect(broken).toMatchObject({ status: 500, body: { code: 'internal' } });
  expect(JSON.stringify(broken.body)).not.toMatch(/transfers|duplicate|sql/i);
  const kept = await readRows(
    db,
    z.object({ key: z.string() }),
    sql`select key from idempotency_keys where key = 'broken'`,
  );
  expect(kept).toEqual([]);
});

test('the keys of acts that move coins outlive every purge; the others are forgotten after their time', async () => {
  const { db } = broker.database;
  expect((await admin.post(adjustments, give, { idempotencyKey: 'coins' })).status).toBe(200);
  const unknown = `/api/v1/machines/${randomUUID()}/stop`;
  expect((await admin.post(unknown, undefined, { idempotencyKey: 'old' })).status).toBe(404);
  await db.execute(sql`update idempotency_keys set created_at = now() - interval '31 days'`);
  expect((await admin.post(unknown, undefined, { idempotencyKey: 'new' })).status).toBe(404);
  await purgeIdempotencyKeys(db, 30);
  const Kept = z.object({ key: z.string() });
  const kept = await readRows(db, Kept, sql`select key from idempotency_keys order by key`);
  expect(kept).toEqual([{ key: 'coins' }, { key: 'new' }]);

  const repeated = await admin.post(adjustments, give, { idempotencyKey: 'coins' });
  expect(repeated.headers.get('idempotency-replayed')).toBe('true');
  expect(await countEffects()).toBe(1);
});
