import { Role, RoleList } from '@coinslot/shared/http/admin-roles.ts';
import { Permission } from '@coinslot/shared/permissions.ts';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { inTransaction, readRows } from '../../database/db.ts';
import { startTestBroker, type TestBroker } from '../../testing/test-broker.ts';
import type { TestSession } from '../../testing/test-session.ts';
import { requireAnotherAdmin } from './require-another-admin.ts';

let broker: TestBroker;
let admin: TestSession;
let lead: TestSession;
let member: TestSession;
const id = async (who: TestSession) => (await who.me()).id;

const leadRole = {
  name: 'lead',
  description: 'Looks after members.',
  rank: 50,
  permissions: ['admin.users.read', 'admin.users.disable', 'admin.roles.read', 'admin.roles.write'],
};

beforeAll(async () => {
  broker = await startTestBroker();
  [admin, lead, member] = [await broker.registerAdmin(), await broker.register(), await broker.register()];
  expect((await admin.post('/api/v1/admin/roles', leadRole)).status).toBe(201);
  expect((await setRoles(admin, lead, ['lead'])).status).toBe(200);
});
afterAll(() => broker.close());

async function setRoles(by: TestSession, whom: TestSession, roles: string[], knownRoles: string[] = []) {
  return await by.put(`/api/v1/admin/users/${await id(whom)}/roles`, {
    roles,
    knownRoles,
    reason: 'for a test',
  });
}

test('the role admin has every permission that the broker knows, and stays as it is', async () => {
  const role = Role.parse((await admin.get('/api/v1/admin/roles/admin')).body);
  expect(role.permissions.toSorted()).toEqual(Permission.options.toSorted());
  expect(role).toMatchObject({ builtIn: true, mayEdit: false, mayGive: true });
  const edit = { description: '', rank: 1, permissions: [], revision: role.revision };
  for (const answer of [
    await admin.put('/api/v1/admin/roles/admin', edit),
    await admin.delete('/api/v1/admin/roles/admin'),
  ]) {
    expect(answer).toMatchObject({ status: 409, body: { code: 'role_built_in' } });
  }
});

test('a role counts at the next request, and what is taken from it is gone at the next', async () => {
  expect((await lead.me()).permissions.toSorted()).toEqual(leadRole.permissions.toSorted());
  const { revision } = Role.parse((await admin.get('/api/v1/admin/roles/lead')).body);
  const edit = { description: 'x', rank: 50, revision };
  const fewer = { ...edit, permissions: ['admin.roles.read', 'admin.roles.write'] };
  expect((await admin.put('/api/v1/admin/roles/lead', fewer)).status).toBe(200);
  expect((await lead.get('/api/v1/admin/users')).status).toBe(403);
  expect(await admin.put('/api/v1/admin/roles/lead', fewer)).toMatchObject({
    body: { code: 'edited_meanwhile' },
  });
  const again = { ...edit, permissions: leadRole.permissions, revision: revision + 1 };
  expect((await admin.put('/api/v1/admin/roles/lead', again)).status).toBe(200);
});

test('nobody lifts themselves or others above what they are', async () => {
  const draft = { description: '', rank: 10, permissions: ['admin.users.read'] };
  const { revision } = Role.parse((await lead.get('/api/v1/admin/roles/lead')).body);
  const refused = {
    'a role with a permission of others': await lead.post('/api/v1/admin/roles', {
      ...draft,
      name: 'sly',
      permissions: ['admin.wallets.adjust'],
    }),
    'a role of the own rank': await lead.post('/api/v1/admin/roles', { ...draft, name: 'sly', rank: 50 }),
    'more for the own role': await lead.put('/api/v1/admin/roles/lead', {
      ...draft,
      rank: 49,
      permissions: [...leadRole.permissions, 'admin.audit.read'],
      revision,
    }),
    'admin for a friend': await setRoles(lead, member, ['admin']),
    'the own role for a friend': await setRoles(lead, member, ['lead']),
    'an admin’s role': await setRoles(lead, admin, [], ['admin']),
  };
  for (const [what, { body }] of Object.entries(refused)) {
    expect({ what, body }).toMatchObject({ what, body: { code: 'rank_too_low' } });
  }
  expect(await setRoles(lead, lead, ['lead', 'admin'], ['lead'])).toMatchObject({
    body: { code: 'not_on_yourself' },
  });
  expect(await setRoles(admin, admin, [], ['admin'])).toMatchObject({ body: { code: 'not_on_yourself' } });
  expect((await lead.post('/api/v1/admin/roles', { ...draft, name: 'helper' })).status).toBe(201);
  expect((await setRoles(lead, member, ['helper'])).status).toBe(200);
  expect(await lead.delete('/api/v1/admin/roles/helper')).toMatchObject({ body: { code: 'still_in_use' } });
  expect(await setRoles(lead, member, ['lead'], [])).toMatchObject({ body: { code: 'edited_meanwhile' } });
  expect((await setRoles(lead, member, [], ['helper'])).status).toBe(200);
  expect((await lead.delete('/api/v1/admin/roles/helper')).status).toBe(204);
});

test('a disabled admin keeps the rank: whoever is below changes nothing of it', async () => {
  const helper = { name: 'helper', description: '', rank: 1, permissions: [] };
  expect((await admin.post('/api/v1/admin/roles', helper)).status).toBe(201);
  const away = await broker.registerAdmin();
  const awayId = await id(away);
  expect((await setRoles(admin, away, ['admin', 'helper'], ['admin'])).status).toBe(200);
  await broker.ctx.db.execute(sql`update users set disabled_at = now() where id = ${awayId}`);
  const taken = { roles: ['admin'], knownRoles: ['admin', 'helper'], reason: 'for a test' };
  expect(await lead.put(`/api/v1/admin/users/${awayId}/roles`, taken)).toMatchObject({
    body: { code: 'rank_too_low' },
  });
  await broker.ctx.db.execute(sql`delete from user_roles where user_id = ${awayId}`);
  expect((await admin.delete('/api/v1/admin/roles/helper')).status).toBe(204);
});

test('of two admins who take each other’s role at once one stays, and the last cannot go', async () => {
  for (let round = 0; round < 3; round += 1) {
    const other = await broker.registerAdmin();
    const [one, two] = await Promise.all([
      setRoles(admin, other, [], ['admin']),
      setRoles(other, admin, [], ['admin']),
    ]);
    expect(new Set([one.status, two.status])).toEqual(new Set([200, 403]));
    if (two.status === 200) admin = other;
  }
  const last = await id(admin);
  await expect(inTransaction(broker.ctx.db, (tx) => requireAnotherAdmin(tx, last))).rejects.toMatchObject({
    code: 'last_admin',
  });
  expect(RoleList.parse((await admin.get('/api/v1/admin/roles')).body)).toMatchObject({
    ownRank: 100,
    items: [{ name: 'admin', members: 1 }, { name: 'lead' }],
  });
});

test('every change of a role is in the audit log with before and after', async () => {
  const lines = await readRows(
    broker.ctx.db,
    z.object({ action: z.string(), before: z.unknown(), after: z.unknown() }),
    sql`select action, before, after from audit_log where action in ('user.set_roles', 'role.create') order by id limit 2`,
  );
  expect(lines).toMatchObject([
    { action: 'role.create', after: leadRole },
    { action: 'user.set_roles', before: { roles: [] }, after: { roles: ['lead'] } },
  ]);
});
