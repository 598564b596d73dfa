import { randomUUID } from 'node:crypto';
import { Overview } from '@coinslot/shared/http/admin-overview.ts';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTransaction } from '../../database/db.ts';
import { startTestBroker, type TestBroker } from '../../testing/test-broker.ts';
import type { TestSession } from '../../testing/test-session.ts';
import { captureCharge, holdCoins, keepLedgerCheck, refundCharge } from '../wallet/index.ts';
import { makeMachine, makeProduct } from '../wallet/testing/shop-fixture.ts';

let broker: TestBroker;
let admin: TestSession;

beforeAll(async () => {
  broker = await startTestBroker();
  admin = await broker.registerAdmin();
});
afterAll(() => broker.close());

const read = async (days = 7) =>
  Overview.parse((await admin.get(`/api/v1/admin/overview?days=${days}`)).body);

test('adds up coins by day, counts machines and members, and says which lab fails and why', async () => {
  const { db } = broker.ctx;
  const { id } = await admin.me();
  const productId = await makeProduct(db);
  const [paid, failed] = [randomUUID(), randomUUID()];
  await inTransaction(db, async (tx) => {
    await makeMachine(tx, paid, id, productId);
    await makeMachine(tx, failed, id, productId);
    const charge = await holdCoins(tx, {
      userId: id,
      machineId: paid,
      chargeKind: 'purchase',
      price: 10,
      actor: 'test',
    });
    await captureCharge(tx, charge.id, 'test');
    await refundCharge(tx, charge.id, 4, 'test', 'test');
    await tx.execute(sql`
      update machines set state = 'failed', end_reason = 'provision_failed', end_failure = 'captcha', ended_at = now() where id = ${failed}`);
  });
  await admin.post(`/api/v1/admin/wallets/${id}/adjustments`, {
    coins: -6,
    class: 'earned',
    reason: 'for a test',
  });
  const overview = await read();
  expect(overview.coins).toHaveLength(7);
  expect(overview.coins.at(-1)).toEqual({
    day: new Date().toISOString().slice(0, 10),
    granted: 44,
    spent: 10,
    refunded: 4,
  });
  expect(overview.coins[0]).toMatchObject({ granted: 0, spent: 0, refunded: 0 });
  expect(overview.machines).toEqual({ running: 0, preparing: 0, waiting: 1 });
  expect(overview.failuresByLab).toMatchObject([{ machines: 2, failed: 1, mostly: 'captcha' }]);
  expect(overview.members).toEqual({ total: 1, newInPeriod: 1, active: 1 });
  expect((await read(1)).coins).toHaveLength(1);
});

test('names what waits for a person, the worst first, with where to look', async () => {
  const { db } = broker.ctx;
  await db.execute(sql`
    update labs set breaker_opened_at = now(), breaker_reason = 'Five failures in a row'`);
  await db.execute(sql`
    insert into seats (lab_id, username, secret, uses, max_uses, disabled_at, disabled_reason)
    select id, s.name, 'x', 3, 3, s.at, s.why
    from labs, (values ('full', null::timestamptz, null), ('shut', now(), 'account_blocked')) s (name, at, why)`);
  await db.execute(sql`
    insert into sign_in_tests (provider, result) values ('discord', '{"ok": false}'), ('google', '{"ok": true}')`);
  await keepLedgerCheck(db, 7);
  await db.execute(sql`update operator_webhook set gone_at = now()`);
  await db.execute(sql`insert into discord_pauses (route, until) values ('*', now() + interval '1 minute')`);
  const { needsPerson } = await read();
  expect(needsPerson.shift()).toMatchObject({ kind: 'ledger_wrong', params: { coins: 7 } });
  expect(needsPerson.map(({ kind, name }) => [kind, name])).toEqual([
    ['lab_breaker_open', expect.any(String)],
    ['sign_in_failing', 'discord'],
    ['operator_webhook_gone', ''],
    ['discord_failing', ''],
    ['seat_disabled', 'shut'],
    ['seat_used_up', 'full'],
    ['lab_without_permission', expect.any(String)],
    ['admin_without_second_factor', 'Admin'],
    ['pages_not_written', 'privacy'],
    ['pages_not_written', 'terms'],
  ]);
  expect(needsPerson[0]).toMatchObject({
    reason: 'Five failures in a row',
    params: { labId: expect.any(String) },
  });
  // What a later check finds right needs nobody.
  await keepLedgerCheck(db, 0);
  expect((await read()).needsPerson.map(({ kind }) => kind)).not.toContain('ledger_wrong');
  expect(needsPerson[4]).toMatchObject({ reason: 'account_blocked', since: expect.any(String) });
});

test('says that mail is kept only where it should go out: in production, without a mail server', async () => {
  const { config, db } = broker.ctx;
  const keptOf = async () => (await read()).needsPerson.find(({ kind }) => kind === 'mail_kept');
  await db.execute(sql`delete from outbox`);
  await db.execute(sql`
    insert into outbox (channel, kind, recipient, params, valid_until)
    select 'mail', 'test', 'grace@example.org', '{}'::jsonb, now() + interval '1 hour' from generate_series(1, 2)`);
  const wasProduction = config.production;
  try {
    expect(await keptOf()).toBeUndefined();
    Object.assign(config, { production: true });
    expect(await keptOf()).toMatchObject({ params: { count: 2 }, since: expect.any(String) });
    await db.execute(sql`
      insert into mail_settings (host, port, security, username, sender)
      values ('127.0.0.1', 25, 'none', '', 'coins@example.org')`);
    expect(await keptOf()).toBeUndefined();
  } finally {
    Object.assign(config, { production: wasProduction });
  }
});
