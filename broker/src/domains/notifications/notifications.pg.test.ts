import type { EditNotificationPreferencesRequest } from '@coinslot/shared/http/notifications.ts';
import { NotificationPage, NotificationPreferences } from '@coinslot/shared/http/notifications.ts';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { inTransaction } from '../../database/db.ts';
import { createExpireMachines } from '../../loops/expire-machines.ts';
import { createWarnMembers } from '../../loops/warn-members.ts';
import type { TestSession } from '../../testing/test-session.ts';
import { sweepLeases } from '../fleet/index.ts';
import { type MachineWorld, openMachineWorld } from '../machines/testing/machine-world.ts';
import { bringUpMachine, extendedReport } from '../machines/testing/ready-machines.ts';
import { notify, purgeNotifications, tellLowBalances } from './index.ts';

let world: MachineWorld;
let admin: TestSession;
beforeAll(async () => {
  world = await openMachineWorld();
  admin = await world.broker.registerAdmin('Ada');
});
beforeEach(async () => {
  await world.rows(sql`delete from outbox`);
});
afterAll(() => world.close());

const ctx = () => world.broker.ctx;

async function told(member: TestSession, query = ''): Promise<NotificationPage> {
  return NotificationPage.parse((await member.get(`/api/v1/notifications${query}`)).body);
}

async function outbox(): Promise<unknown[]> {
  // Each registration has put its link there.
  return await world.rows(sql`
    select channel, kind, recipient, state from outbox
    where kind is distinct from 'verify_email' order by created_at, channel`);
}

async function preferences(member: TestSession): Promise<NotificationPreferences> {
  return NotificationPreferences.parse((await member.get('/api/v1/notifications/preferences')).body);
}

const verify = (member: TestSession) =>
  world.rows(sql`update users set email_verified = true where email = ${member.email}`);

test('the owner hears that a machine is ready, that its time runs out and that it is over', async () => {
  const machine = await bringUpMachine(world);
  const { name } = await machine.view();
  const facts = { machineId: machine.id, machineName: name };
  expect(await told(machine.member)).toMatchObject({
    unread: 1,
    items: [{ kind: 'machine_ready', params: facts }],
  });
  await machine.endsIn('9 minutes');
  await createWarnMembers(ctx())();
  await createWarnMembers(ctx())();
  await machine.endsIn('0 seconds');
  await createExpireMachines(ctx())();
  expect((await told(machine.member)).items).toMatchObject([
    { kind: 'machine_ended', params: { ...facts, reason: 'expired', refunded: 0 } },
    { kind: 'machine_expiring', params: { ...facts, minutesLeft: 10 } },
    { kind: 'machine_ready' },
  ]);
});

test('who buys more time is not told of the former end, neither on the page nor by what was not sent yet', async () => {
  const machine = await bringUpMachine(world, { extension: { minutes: 30, price: 6 } });
  await verify(machine.member);
  const { choices, lowBalanceBelow } = await preferences(machine.member);
  const wished = { ...choices, machine_expiring: { page: true, mail: true, discord: false } };
  await machine.member.put('/api/v1/notifications/preferences', { choices: wished, lowBalanceBelow });
  await machine.endsIn('9 minutes');
  await createWarnMembers(ctx())();
  expect((await told(machine.member)).items[0]).toMatchObject({ kind: 'machine_expiring' });
  expect(await outbox()).toMatchObject([{ channel: 'mail', kind: 'machine_expiring', state: 'waiting' }]);
  await machine.ask('extend');
  await world.report(machine.hold, await extendedReport(machine));
  expect((await told(machine.member)).items).toMatchObject([{ kind: 'machine_ready' }]);
  expect(await outbox()).toMatchObject([{ kind: 'machine_expiring', state: 'dropped' }]);
  await machine.endsIn('9 minutes');
  await createWarnMembers(ctx())();
  expect((await told(machine.member)).items[0]).toMatchObject({ kind: 'machine_expiring' });
});

test('a machine that failed tells how many coins came back; one that its owner stopped tells nothing', async () => {
  const failed = await bringUpMachine(world);
  await world.report(failed.hold, {
    kind: 'lab_session_ended',
    labSessionId: failed.labSessionId,
    how: 'confirmed',
  });
  const refunded = (await failed.view()).charge?.refunded ?? 0;
  expect((await told(failed.member)).items[0]).toMatchObject({
    kind: 'machine_failed',
    params: { reason: 'lab_ended', refunded },
  });
  expect(refunded).toBeGreaterThan(0);
  const stopped = await bringUpMachine(world);
  await stopped.ask('stop');
  expect((await told(stopped.member)).items).toMatchObject([{ kind: 'machine_ready' }]);
});

test('the operator hears that a lab was closed by its breaker and that a worker was lost, each once', async () => {
  await world.rows(sql`
    update operator_webhook set webhook_id = '1', token = 'none', events = array['lab_closed', 'worker_lost']`);
  const member = await world.broker.register();
  const product = await world.makeProduct(10);
  for (const _ of [1, 2]) await world.assign((await world.buy(member, product)).id);
  await sweepLeases(ctx(), true);
  expect(await outbox()).toEqual([]);
  await world.rows(sql`update leases set expires_at = now() where released_at is null`);
  await sweepLeases(ctx(), true);
  expect(await outbox()).toMatchObject([
    { channel: 'operator', kind: 'worker_lost', recipient: 'webhook 1' },
  ]);
  const other = await world.broker.register();
  const hold = await world.assign((await world.buy(other, product)).id);
  await world.startLabSession(hold);
  await world.report(hold, { kind: 'failed', failure: 'captcha', message: 'A check', step: 'sign_in' });
  expect((await outbox()).slice(1)).toMatchObject([{ channel: 'operator', kind: 'lab_closed' }]);
  await world.rows(sql`update labs set breaker_opened_at = null, breaker_reason = null`);
  await world.rows(sql`update operator_webhook set webhook_id = null, token = null`);
});

test('mail goes only to an address that its owner confirmed, but about the account’s security always', async () => {
  const member = await world.broker.register();
  const { id } = await member.me();
  const tell = (dedupeKey: string) =>
    inTransaction(ctx().db, async (tx) => {
      await notify(tx, ctx(), {
        kind: 'coins_adjusted',
        userId: id,
        params: { coins: 1, reason: 'x' },
        dedupeKey,
      });
      await notify(tx, ctx(), {
        kind: 'security',
        userId: id,
        params: { event: 'password_changed', device: null, address: null },
        dedupeKey,
      });
    });
  await tell('1');
  expect(await outbox()).toMatchObject([{ kind: 'security', recipient: member.email }]);
  expect(await preferences(member)).toMatchObject({ mail: 'not_configured', discord: null });
  await verify(member);
  await tell('1');
  expect(await outbox()).toHaveLength(1);
  await tell('2');
  expect((await outbox()).slice(1)).toMatchObject([{ kind: 'coins_adjusted' }, { kind: 'security' }]);
  await world.rows(sql`update users set email = ${id} || '@no-email.invalid' where id = ${id}`);
  await tell('3');
  expect(await outbox()).toHaveLength(3);
});

test('a member chooses where each kind is told; what concerns their account stays on', async () => {
  const member = await world.broker.register();
  await verify(member);
  const { id } = await member.me();
  const { choices } = await preferences(member);
  const off = { page: false, mail: false, discord: false };
  const body = {
    choices: { ...choices, coins_adjusted: off, voucher: { ...off, mail: true }, security: off },
    lowBalanceBelow: 12,
  } satisfies EditNotificationPreferencesRequest;
  const saved = await member.put('/api/v1/notifications/preferences', body);
  expect(saved).toMatchObject({
    status: 200,
    body: {
      lowBalanceBelow: 12,
      choices: {
        ...choices,
        coins_adjusted: off,
        voucher: { ...off, mail: true },
        security: { page: true, mail: true },
      },
    },
  });
  await admin.post(`/api/v1/admin/wallets/${id}/adjustments`, {
    class: 'earned',
    coins: 5,
    reason: 'A gift',
  });
  await inTransaction(ctx().db, (tx) =>
    notify(tx, ctx(), {
      kind: 'voucher',
      userId: id,
      params: { voucherName: 'V', coins: 1 },
      dedupeKey: '1',
    }),
  );
  expect(await told(member)).toMatchObject({ items: [], unread: 0 });
  expect(await outbox()).toMatchObject([{ channel: 'mail', kind: 'voucher' }]);
  const { machine_ready: _, ...incomplete } = choices;
  const refused = await member.put('/api/v1/notifications/preferences', {
    choices: incomplete,
    lowBalanceBelow: -1,
  });
  expect(refused).toMatchObject({ status: 400, body: { fields: { '/lowBalanceBelow': 'not below 0' } } });
});

test('reading marks only one’s own, page by page, and all at once', async () => {
  const [member, other] = [await world.broker.register(), await world.broker.register()];
  for (const session of [member, other]) {
    const { id } = await session.me();
    for (const key of ['1', '2', '3']) {
      await inTransaction(ctx().db, (tx) =>
        notify(tx, ctx(), {
          kind: 'voucher',
          userId: id,
          params: { voucherName: key, coins: 1 },
          dedupeKey: key,
        }),
      );
    }
  }
  const first = await told(member, '?limit=2');
  expect(first).toMatchObject({
    unread: 3,
    items: [{ params: { voucherName: '3' } }, { params: { voucherName: '2' } }],
  });
  const rest = await told(member, `?limit=2&cursor=${first.nextCursor}`);
  expect(rest).toMatchObject({ nextCursor: null, items: [{ params: { voucherName: '1' } }] });
  const ids = first.items.map(({ id }) => id);
  expect((await other.post('/api/v1/notifications/read', { ids })).body).toEqual({ unread: 3 });
  expect((await member.post('/api/v1/notifications/read', { ids })).body).toEqual({ unread: 1 });
  expect((await told(member, '?unread=true')).items).toMatchObject([{ params: { voucherName: '1' } }]);
  expect((await member.post('/api/v1/notifications/read', { all: true })).body).toEqual({ unread: 0 });
  expect(await told(other)).toMatchObject({ unread: 3 });
});

test('a low balance is told once, and once more after it has risen', async () => {
  const member = await world.broker.register();
  const { id } = await member.me();
  const adjust = (coins: number) =>
    admin.post(`/api/v1/admin/wallets/${id}/adjustments`, { class: 'earned', coins, reason: 'Testing' });
  const low = async () => {
    await tellLowBalances(ctx());
    await tellLowBalances(ctx());
    return (await told(member)).items
      .filter(({ kind }) => kind === 'low_balance')
      .map(({ params }) => params);
  };
  const { choices } = await preferences(member);
  await member.put('/api/v1/notifications/preferences', { choices, lowBalanceBelow: 20 });
  expect(await low()).toEqual([]);
  await adjust(-40);
  expect(await low()).toEqual([{ available: 10, below: 20 }]);
  await adjust(-1);
  expect(await low()).toHaveLength(1);
  await adjust(30);
  expect(await low()).toHaveLength(1);
  await adjust(-35);
  expect(await low()).toHaveLength(2);
});

test('what is older than its time is deleted', async () => {
  const machine = await bringUpMachine(world);
  await world.rows(sql`update notifications set created_at = now() - interval '91 days'`);
  await purgeNotifications(ctx().db, 90);
  expect(await told(machine.member)).toMatchObject({ items: [], unread: 0 });
});
