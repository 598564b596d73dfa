import { OutboxMessageDetail, OutboxPage } from '@coinslot/shared/http/admin-outbox.ts';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestBroker, type TestBroker } from '../../testing/test-broker.ts';
import type { TestSession } from '../../testing/test-session.ts';

// What somebody of a low rank could make of rights that look small.
let broker: TestBroker;
let admin: TestSession;
let keeper: TestSession;
let member: TestSession;

const permissions = [
  'admin.settings.read',
  'admin.settings.write',
  'admin.outbox.read',
  'admin.outbox.write',
  'admin.wallets.adjust',
  'admin.users.read',
  'admin.users.sessions',
];
const mailServer = {
  host: '127.0.0.1',
  port: 2525,
  security: 'none',
  from: 'Coinslot <coins@example.org>',
  revision: 0,
};
const tooLow = { status: 403, body: { code: 'rank_too_low' } };
const id = async (who: TestSession) => (await who.me()).id;

beforeAll(async () => {
  broker = await startTestBroker();
  [admin, keeper, member] = [await broker.registerAdmin(), await broker.register(), await broker.register()];
  const role = { name: 'keeper', description: '', rank: 10, permissions };
  expect((await admin.post('/api/v1/admin/roles', role)).status).toBe(201);
  await makeKeeper(keeper);
});
afterAll(() => broker.close());

async function makeKeeper(whom: TestSession): Promise<void> {
  const given = { roles: ['keeper'], knownRoles: [], reason: 'for a test' };
  expect((await admin.put(`/api/v1/admin/users/${await id(whom)}/roles`, given)).status).toBe(200);
}

test('the mail server, by which everybody’s links go, is set and taken away by admins only', async () => {
  expect(await keeper.put('/api/v1/admin/mail', mailServer)).toMatchObject(tooLow);
  expect((await admin.put('/api/v1/admin/mail', mailServer)).status).toBe(200);
  expect(await keeper.put('/api/v1/admin/mail', { ...mailServer, revision: 1 })).toMatchObject(tooLow);
  expect(await keeper.delete('/api/v1/admin/mail')).toMatchObject(tooLow);
  expect((await admin.delete('/api/v1/admin/mail')).status).toBe(200);
});

test('the second factor of admins is demanded by whoever sets up the house, and given up by admins only', async () => {
  const edit = (who: TestSession, adminsNeedSecondFactor: boolean, revision: number) =>
    who.put('/api/v1/admin/settings/members', { values: { adminsNeedSecondFactor }, revision });
  for (const who of [keeper, admin]) {
    await broker.ctx.db.execute(sql`
      insert into second_factors (user_id, secret, confirmed_at) values (${await id(who)}, 'x', now())`);
  }
  expect((await edit(keeper, true, 0)).status).toBe(200);
  expect(await edit(keeper, false, 1)).toMatchObject(tooLow);
  expect((await edit(admin, false, 1)).status).toBe(200);
});

test('from where somebody of a higher rank is signed in is not told', async () => {
  const seen = async (of: TestSession) =>
    (await keeper.get(`/api/v1/admin/users/${await id(of)}/sessions`)).body;
  expect(await seen(admin)).toMatchObject({ items: [{ address: null, userAgent: null }] });
  for (const of of [keeper, member]) {
    expect(await seen(of)).toMatchObject({ items: [{ address: '127.0.0.1' }] });
  }
});

test('a link in the outbox is shown only to who ranks above its member, or is the member and cannot be harmed by it', async () => {
  const page = '/api/v1/admin/outbox';
  for (const who of [admin, keeper, member]) {
    expect((await broker.visitor().post('/api/v1/password/forgot', { email: who.email })).status).toBe(202);
    expect((await who.post('/api/v1/account/email/verification')).status).toBe(202);
  }
  const { items } = OutboxPage.parse((await admin.get(page)).body);
  const seenBy = async (who: TestSession) => {
    const seen: string[] = [];
    for (const { id: messageId, recipient, kind } of items) {
      const { hidden } = OutboxMessageDetail.parse((await who.get(`${page}/${messageId}`)).body);
      const whose = [admin, keeper, member].findIndex(({ email }) => email === recipient);
      if (hidden === null) seen.push(`${kind} of ${['admin', 'keeper', 'member'][whose]}`);
    }
    // The first link came with the registration, a second one was asked for.
    return [...new Set(seen)].toSorted();
  };
  const ofMember = ['reset_password of member', 'verify_email of member'];
  expect(await seenBy(keeper)).toEqual([...ofMember, 'verify_email of keeper'].toSorted());
  expect(await seenBy(admin)).toEqual(
    [...ofMember, 'reset_password of keeper', 'verify_email of keeper', 'verify_email of admin'].toSorted(),
  );
  const ofAdmin = items.find(({ recipient }) => recipient === admin.email)?.id;
  expect(await keeper.post(`${page}/${ofAdmin}/discard`, {})).toMatchObject(tooLow);
  expect((await admin.post(`${page}/${ofAdmin}/discard`, {})).status).toBe(200);
});

test('coins are adjusted of who ranks lower; only admins adjust each other’s and their own', async () => {
  const [peer, other] = [await broker.register(), await broker.registerAdmin()];
  await makeKeeper(peer);
  const adjust = async (who: TestSession, whose: TestSession, coins: number) =>
    await who.post(`/api/v1/admin/wallets/${await id(whose)}/adjustments`, {
      coins,
      class: 'earned',
      reason: 'for a test',
    });
  for (const whose of [admin, peer, keeper]) {
    expect(await adjust(keeper, whose, 1)).toMatchObject(tooLow);
    expect(await adjust(keeper, whose, -1)).toMatchObject(tooLow);
  }
  expect((await adjust(keeper, member, 5)).status).toBe(200);
  for (const whose of [member, keeper, other, admin]) {
    expect((await adjust(admin, whose, 5)).status).toBe(200);
  }
});
