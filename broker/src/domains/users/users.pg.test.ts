import { AdminUserDetail, AdminUserPage, AdminUserSessionList } from '@coinslot/shared/http/admin-users.ts';
import { DeviceCode } from '@coinslot/shared/http/device-grant.ts';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { inTransaction, readRows } from '../../database/db.ts';
import { createEndOfDisabled } from '../../loops/end-of-disabled.ts';
import { startTestBroker, type TestBroker } from '../../testing/test-broker.ts';
import type { TestSession } from '../../testing/test-session.ts';
import { makeKey, withKey } from '../api-keys/testing/key-session.ts';
import { endMachine } from '../machines/index.ts';
import { captureCharge, grantCoins, holdCoins } from '../wallet/index.ts';
import { makeMachine, makeMember, makeProduct } from '../wallet/testing/shop-fixture.ts';

let broker: TestBroker;
let admin: TestSession;
let alice: TestSession;
let aliceId: string;
const users = '/api/v1/admin/users';
const reason = 'for a test';

beforeAll(async () => {
  broker = await startTestBroker();
  admin = await broker.registerAdmin('Ada Admin');
  alice = await broker.register('Alice Example');
  aliceId = (await alice.me()).id;
});
afterAll(() => broker.close());

const find = async (query: string) => AdminUserPage.parse((await admin.get(`${users}?${query}`)).body).items;
const names = async (query: string) => (await find(query)).map(({ name }) => name);
const detail = async (id: string) => AdminUserDetail.parse((await admin.get(`${users}/${id}`)).body);

describe('finding members', () => {
  test('by part of a name, the beginning of an address, an id, a provider’s name or subject, and by role', async () => {
    await broker.ctx.db.execute(sql`
      insert into identities (user_id, issuer, subject, subject_name) values (${aliceId}, 'discord', '424242', 'wonder')`);
    for (const search of ['lice ex', alice.email.slice(0, 12), aliceId, '424242', 'WONDER']) {
      expect({ search, found: await names(`search=${encodeURIComponent(search)}`) }).toEqual({
        search,
        found: ['Alice Example'],
      });
    }
    expect(await names('search=%25')).toEqual([]);
    expect(await names('role=admin')).toEqual(['Ada Admin']);
    expect(await detail(aliceId)).toMatchObject({
      identities: [{ provider: 'discord', subjectName: 'wonder' }],
      hasPassword: true,
      isBelow: true,
      isDecidedOn: true,
      isSelf: false,
      rank: 0,
    });
  });

  test.each(['newest', 'coins', 'last_seen'])(
    'page after page, by %s, shows everybody once',
    async (sort) => {
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const more: string = cursor === null ? '' : `&cursor=${cursor}`;
        const page = AdminUserPage.parse((await admin.get(`${users}?limit=1&sort=${sort}${more}`)).body);
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(seen.length).toBe(new Set(seen).size);
      expect(seen).toContain(aliceId);
    },
  );
});

describe('disabling', () => {
  test('ends sessions at once, machines by the loop, and gives held coins back', async () => {
    const { db } = broker.ctx;
    const machineId = crypto.randomUUID();
    const product = await makeProduct(db);
    await inTransaction(db, async (tx) => {
      await makeMachine(tx, machineId, aliceId, product);
      await holdCoins(tx, { userId: aliceId, machineId, chargeKind: 'purchase', price: 10, actor: 'test' });
      await tx.execute(
        sql`insert into member_usage (user_id, active_machines) values (${aliceId}, 1) on conflict (user_id) do update set active_machines = 1`,
      );
    });
    await db.execute(sql`update users set email_verified = true where id = ${aliceId}`);
    const disabled = await admin.post(`${users}/${aliceId}/disable`, { reason });
    expect(AdminUserDetail.parse(disabled.body)).toMatchObject({
      sessions: 0,
      disabled: { by: 'Ada Admin', reason },
      lastSeenAt: expect.any(String),
    });
    const told = await db.execute(sql`
      select recipient, params from outbox where kind = 'account_disabled' and user_id = ${aliceId}`);
    expect(told.rows).toEqual([{ recipient: alice.email, params: { reason } }]);
    expect((await alice.get('/api/v1/me')).status).toBe(401);
    expect(
      await broker.visitor().post('/api/auth/sign-in/email', {
        email: alice.email,
        password: alice.password,
      }),
    ).toMatchObject({ status: 403, body: { code: 'account_disabled' } });
    await createEndOfDisabled(broker.ctx)();
    const [machine] = await readRows(
      broker.ctx.db,
      z.object({ state: z.string(), reason: z.string().nullable() }),
      sql`select state, end_reason as reason from machines where id = ${machineId}`,
    );
    expect(machine).toEqual({ state: 'stopped', reason: 'account_disabled' });
    expect((await detail(aliceId)).wallet).toMatchObject({ availableEarned: 50, heldEarned: 0 });
    expect(await names('state=disabled')).toEqual(['Alice Example']);
    expect((await admin.post(`${users}/${aliceId}/enable`, { reason })).status).toBe(200);
    const again = await alice.post('/api/auth/sign-in/email', {
      email: alice.email,
      password: alice.password,
    });
    expect(again.status).toBe(200);
  });

  test('is asked for with what was paid for machines that run and is not given back', async () => {
    const { db } = broker.ctx;
    const userId = await makeMember(db);
    const [product, ready, waiting] = [await makeProduct(db), crypto.randomUUID(), crypto.randomUUID()];
    await inTransaction(db, async (tx) => {
      await grantCoins(tx, { userId, coins: 50, kind: 'voucher', reference: ready, actor: 'test', reason });
      for (const machineId of [ready, waiting]) await makeMachine(tx, machineId, userId, product);
      const hold = { userId, chargeKind: 'purchase', price: 10, actor: 'test' } as const;
      const { id } = await holdCoins(tx, { ...hold, machineId: ready });
      await holdCoins(tx, { ...hold, machineId: waiting });
      await captureCharge(tx, id, 'test');
    });
    expect(await detail(userId)).toMatchObject({ machines: { paidCoins: 10 }, wallet: { heldEarned: 10 } });
    await inTransaction(db, (tx) =>
      endMachine(tx, broker.ctx, ready, { reason: 'member_stopped', actor: 'test' }),
    );
    expect(await detail(userId)).toMatchObject({ machines: { paidCoins: 0 } });
  });

  test('never reaches oneself, an equal or a higher, nor takes effect by a role that was lost meanwhile', async () => {
    const other = await broker.registerAdmin('Other Admin');
    const otherId = (await other.me()).id;
    const adminId = (await admin.me()).id;
    expect(await admin.post(`${users}/${adminId}/disable`, { reason })).toMatchObject({
      body: { code: 'not_on_yourself' },
    });
    for (const path of ['disable', 'view-as', 'sessions/end-all']) {
      expect(await admin.post(`${users}/${otherId}/${path}`, { reason })).toMatchObject({
        status: 403,
        body: { code: 'rank_too_low' },
      });
    }
  });
});

test('an account that is opened again has none of the keys that it had, nor those that were allowed meanwhile', async () => {
  const lost = await broker.register();
  const { id } = await lost.me();
  const { secret } = await makeKey(lost, ['account.read']);
  const program = broker.visitor();
  const asked = await program.post('/api/v1/device/code', { host: 'theirs', scopes: ['account.read'] });
  const { deviceCode, userCode } = DeviceCode.parse(asked.body);
  const allowed = await lost.post('/api/v1/device/approve', { userCode, scopes: ['account.read'] });
  expect(allowed.status).toBe(204);
  expect((await admin.post(`${users}/${id}/disable`, { reason })).status).toBe(200);
  expect((await admin.post(`${users}/${id}/enable`, { reason })).status).toBe(200);
  expect((await withKey(broker.visitor(), secret).get('/api/v1/api-key')).status).toBe(401);
  expect((await program.post('/api/v1/device/token', { deviceCode })).body).toMatchObject({
    code: 'access_denied',
  });
});

test('a member who is signed out everywhere has no session and no key any more', async () => {
  const lost = await broker.register();
  const { id } = await lost.me();
  const { secret } = await makeKey(lost, ['account.read']);
  const program = withKey(broker.visitor(), secret);
  expect((await program.get('/api/v1/api-key')).status).toBe(200);
  expect((await admin.post(`${users}/${id}/sessions/end-all`)).status).toBe(204);
  expect((await program.get('/api/v1/api-key')).status).toBe(401);
  expect((await lost.get('/api/v1/me')).status).toBe(401);
});

test('a note says who wrote it, and cannot be changed', async () => {
  const text = 'Asked twice about seats.';
  const written = await admin.post(`${users}/${aliceId}/notes`, { text });
  const kept = await broker.ctx.db.execute(sql`select body::text from idempotency_keys`);
  expect(JSON.stringify(kept.rows)).not.toContain(text);
  expect(written).toMatchObject({ status: 201, body: { authorName: 'Ada Admin' } });
  expect((await admin.get(`${users}/${aliceId}/notes`)).body).toMatchObject({
    items: [{ text: 'Asked twice about seats.' }],
  });
  await expect(broker.ctx.db.execute(sql`update user_notes set text = 'x'`)).rejects.toThrow();
});

test('an admin sees where a member is signed in and ends it', async () => {
  const { items } = AdminUserSessionList.parse((await admin.get(`${users}/${aliceId}/sessions`)).body);
  expect(items).toMatchObject([{ address: '127.0.0.1', device: expect.any(String) }]);
  const sessionId = items[0]?.id ?? '';
  const adminId = (await admin.me()).id;
  expect((await admin.delete(`${users}/${adminId}/sessions/${sessionId}`)).status).toBe(404);
  expect((await admin.delete(`${users}/${aliceId}/sessions/${sessionId}`)).status).toBe(204);
  expect((await alice.get('/api/v1/me')).status).toBe(401);
  await alice.post('/api/auth/sign-in/email', { email: alice.email, password: alice.password });
});

describe('looking through a member’s eyes', () => {
  test('shows what they see, changes nothing, reaches no admin page, and is written down from start to end', async () => {
    expect((await admin.post(`${users}/${aliceId}/view-as`, { reason })).status).toBe(204);
    expect(await admin.me()).toMatchObject({
      id: aliceId,
      permissions: [],
      viewingAs: { adminName: 'Ada Admin' },
    });
    expect((await admin.get('/api/v1/machines')).status).toBe(200);
    expect((await admin.get(users)).status).toBe(403);
    for (const change of [
      admin.post('/api/v1/machines', { productId: crypto.randomUUID() }),
      admin.put('/api/v1/account/profile', { name: 'Mallory' }),
    ]) {
      expect(await change).toMatchObject({ status: 403, body: { code: 'viewing_as' } });
    }
    expect((await alice.get('/api/v1/account/sessions')).body).toMatchObject({ items: [{ current: true }] });
    expect((await alice.me()).viewingAs).toBeNull();
    expect((await admin.delete('/api/v1/view-as')).status).toBe(204);
    expect(await admin.me()).toMatchObject({ name: 'Ada Admin', viewingAs: null });
    const lines = await readRows(
      broker.ctx.db,
      z.object({ action: z.string(), actor: z.string(), target: z.string(), reason: z.string().nullable() }),
      sql`select action, actor_name as actor, target_id as target, reason from audit_log where action like 'user.%view%' order by id`,
    );
    const line = { actor: 'Ada Admin', target: aliceId, reason };
    expect(lines).toEqual([
      { action: 'user.view_as', ...line },
      { action: 'user.end_view', ...line },
    ]);
  });

  test('ends with its time, with the permission, and with the admin’s own sign-out', async () => {
    const { db } = broker.ctx;
    await admin.post(`${users}/${aliceId}/view-as`, { reason });
    await db.execute(sql`update sessions set expires_at = now() where viewer_session_id is not null`);
    expect((await admin.me()).viewingAs).toBeNull();
    // The page still shows the member's, and its button ends what is over.
    const headers = { 'coinslot-member': aliceId };
    expect((await admin.delete('/api/v1/view-as', { headers })).status).toBe(204);
    await admin.post(`${users}/${aliceId}/view-as`, { reason });
    await db.execute(sql`update roles set permissions = array_remove(permissions, 'admin.users.view_as')`);
    expect((await admin.me()).viewingAs).toBeNull();
    await db.execute(sql`update roles set permissions = array_append(permissions, 'admin.users.view_as')`);
    expect((await admin.me()).viewingAs).not.toBeNull();
    expect((await admin.post('/api/auth/sign-out')).status).toBe(204);
    expect((await admin.get('/api/v1/me')).status).toBe(401);
    const left = await db.execute(sql`select from sessions where viewer_session_id is not null`);
    expect(left.rowCount).toBe(0);
    await admin.post('/api/auth/sign-in/email', { email: admin.email, password: admin.password });
  });
});

test('an admin without a second factor is kept out once the house asks for one, and cannot ask for it', async () => {
  const path = '/api/v1/admin/settings/members';
  const asked = { values: { adminsNeedSecondFactor: true }, revision: 0 };
  expect(await admin.put(path, asked)).toMatchObject({ status: 403, body: { code: 'second_factor_needed' } });
  const { db } = broker.ctx;
  const adminId = (await admin.me()).id;
  await db.execute(
    sql`insert into second_factors (user_id, secret, confirmed_at) values (${adminId}, 'x', now())`,
  );
  expect((await admin.put(path, asked)).status).toBe(200);
  expect((await admin.get(users)).status).toBe(200);
  await db.execute(sql`delete from second_factors`);
  expect(await admin.get(users)).toMatchObject({ status: 403, body: { code: 'second_factor_needed' } });
  expect((await admin.me()).secondFactorNeeded).toBe(true);
});
