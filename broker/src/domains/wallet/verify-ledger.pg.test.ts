import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inTransaction } from '../../database/db.ts';
import { createTestDatabase, type TestDatabase } from '../../database/testing/test-database.ts';
import { adjustWallet } from './adjust-wallet.ts';
import type { Charge } from './charge.ts';
import { captureCharge, releaseCharge } from './end-hold.ts';
import { holdCoins } from './hold-coins.ts';
import { readWallet } from './read-wallet.ts';
import { refundCharge } from './refund-charge.ts';
import { makeMachine, makeMember, makeProduct } from './testing/shop-fixture.ts';
import { verifyLedger } from './verify-ledger.ts';

let database: TestDatabase;
let userId: string;
let charge: Charge;

beforeEach(async () => {
  database = await createTestDatabase();
  userId = await makeMember(database.db);
  const productId = await makeProduct(database.db);
  charge = await inTransaction(database.db, async (tx) => {
    const give = { userId, coins: 5, reason: 'test', actor: 'test' } as const;
    await adjustWallet(tx, { ...give, class: 'earned', reference: 'earned' });
    await adjustWallet(tx, { ...give, class: 'bought', reference: 'bought' });
    const machineId = randomUUID();
    await makeMachine(tx, machineId, userId, productId);
    return await holdCoins(tx, { userId, machineId, chargeKind: 'purchase', price: 7, actor: 'test' });
  });
});
afterEach(() => database.close());

test('a hold takes earned coins first; captured and refunded, bought ones come back first', async () => {
  expect(charge).toMatchObject({ fromEarned: 5, fromBought: 2, state: 'held' });
  const { db } = database;
  expect(await readWallet(db, userId)).toMatchObject({ heldEarned: 5, heldBought: 2, availableBought: 3 });
  await inTransaction(db, async (tx) => {
    expect(await captureCharge(tx, charge.id, 'test')).toBe(true);
    expect(await releaseCharge(tx, charge.id, 'test', 'too late')).toBe(false);
    expect(await refundCharge(tx, charge.id, 3, 'test', 'unused')).toBe(3);
    expect(await refundCharge(tx, charge.id, 3, 'test', 'again')).toBe(0);
  });
  expect(await readWallet(db, userId)).toMatchObject({
    availableEarned: 1,
    availableBought: 5,
    heldEarned: 0,
    heldBought: 0,
  });
  expect(await verifyLedger(db)).toMatchObject({ imbalanceCoins: 0, charges: 1, wallets: 1 });
});

test('too few coins are refused with what is missing, and nothing moves', async () => {
  const { db } = database;
  const wallet = await readWallet(db, userId);
  const hold = inTransaction(db, (tx) =>
    holdCoins(tx, { userId, machineId: charge.machineId, chargeKind: 'extension', price: 10, actor: 'test' }),
  );
  await expect(hold).rejects.toMatchObject({
    code: 'insufficient_coins',
    params: { missing: 7, price: 10, available: 3 },
  });
  expect(await readWallet(db, userId)).toEqual(wallet);
});

test('the broker’s role can rewrite neither history nor a balance', async () => {
  const { $client } = database.db;
  await expect($client.query('update transfers set amount = 1')).rejects.toThrow(/permission denied/);
  await expect($client.query('delete from transfers')).rejects.toThrow(/permission denied/);
  await expect($client.query('truncate transfers')).rejects.toThrow(/permission denied/);
  await expect($client.query('update wallets set available_bought = 999')).rejects.toThrow(
    /only by transfers/,
  );
  await expect($client.query('delete from wallets')).rejects.toThrow(/never deleted/);
  await expect($client.query('update audit_log set action = action')).rejects.toThrow(/permission denied/);
});

test('tampering behind the triggers is found: a balance, a transfer, a charge', async () => {
  const admin = new pg.Client({ connectionString: database.superuserUrl });
  await admin.connect();
  try {
    await admin.query(`set session_replication_role = 'replica'`);
    await admin.query('update wallets set available_bought = available_bought + 100');
    expect(await verifyLedger(database.db)).toMatchObject({
      imbalanceCoins: 100,
      differences: [{ kind: 'wallet', id: userId, what: 'available_bought', expected: 3, found: 103 }],
    });
    await admin.query('update wallets set available_bought = available_bought - 100');
    await admin.query(`update charges set state = 'captured', ended_at = now()`);
    expect((await verifyLedger(database.db)).differences.map(({ what }) => what)).toEqual([
      'captured bought',
      'captured earned',
    ]);
    await admin.query(`update charges set state = 'held', ended_at = null`);
    await admin.query(`delete from transfers where kind = 'hold' and class = 'earned'`);
    const { differences } = await verifyLedger(database.db);
    expect(differences.map(({ what }) => what)).toEqual(['available_earned', 'held_earned', 'held earned']);
  } finally {
    await admin.end();
  }
});
