import { randomUUID } from 'node:crypto';
import { Permission } from '@coinslot/shared/permissions.ts';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { inTransaction, readRows } from '../database/db.ts';
import { makeKey, withKey } from '../domains/api-keys/testing/key-session.ts';
import { makeMachine, makeProduct } from '../domains/wallet/testing/shop-fixture.ts';
import { startTestBroker, type TestBroker } from '../testing/test-broker.ts';
import type { TestSession } from '../testing/test-session.ts';
import type { GuardedRoute } from './broker-app.ts';
import type { Case } from './testing/route-cases.ts';
import {
  ask,
  askSocket,
  caseOf,
  changes,
  listRoutes,
  nameOf,
  needsPermission,
  needsSession,
  toRefusal,
  walk,
} from './testing/route-walker.ts';

let broker: TestBroker;
let routes: GuardedRoute[];
let member: TestSession;
let other: TestSession;
let otherId: string;
/** What the other member has, by what a route's address names. */
let others: Partial<Record<NonNullable<Case['of']>, string>>;

const Id = z.object({ id: z.union([z.string(), z.int()]).transform(String) });

beforeAll(async () => {
  broker = await startTestBroker();
  routes = await listRoutes(broker);
  member = await broker.register('Curious');
  other = await broker.register('Other Owner');
  otherId = (await other.me()).id;
  const { db } = broker.ctx;
  const machine = randomUUID();
  const productId = await makeProduct(db);
  await inTransaction(db, (tx) => makeMachine(tx, machine, otherId, productId));
  const insert = async (query: ReturnType<typeof sql>) => (await readRows(db, Id, query))[0]?.id ?? '';
  others = {
    machine,
    key: (await makeKey(other, ['machines.read'])).id,
    session: await insert(sql`select id from sessions where user_id = ${otherId}`),
    identity: await insert(
      sql`insert into identities (user_id, issuer, subject) values (${otherId}, 'google', 'others-subject') returning id`,
    ),
    passkey: await insert(sql`
      insert into passkeys (user_id, credential_id, public_key, counter, transports, synced, name)
      values (${otherId}, 'others-credential', '', 0, '{}', false, 'Others passkey') returning id`),
  };
  await db.execute(sql`
    insert into notifications (user_id, kind, params, dedupe_key, shown)
    values (${otherId}, 'machine_ready', jsonb_build_object('machineId', ${machine}::text, 'name', 'Others machine'), 'x', true)`);
});
afterAll(() => broker.close());

const forMembers = (route: GuardedRoute) => route.access === 'member';
const namesSomething = ({ url }: GuardedRoute) => url.includes(':');
// What an address of a member may name that belongs to nobody.
const everybodys = /:provider\b|:userCode\b/;

describe('what belongs to another member', () => {
  test('every member’s route that names something says what, so that it is asked with another’s', () => {
    const silent = routes.filter(
      (route) =>
        forMembers(route) &&
        namesSomething(route) &&
        caseOf(route).of === undefined &&
        !everybodys.test(route.url),
    );
    expect(silent.map(nameOf)).toEqual([]);
  });

  test('is not found, whatever is asked of it', () =>
    walk(
      routes.filter((route) => forMembers(route) && others[caseOf(route).of ?? 'lab'] !== undefined),
      (route) => ask(member, route, others[caseOf(route).of ?? 'lab'] ?? ''),
      { status: 404, code: 'not_found' },
    ));

  test('stands in no list and no other answer', async () => {
    const secrets = [otherId, other.email, 'Other Owner', 'Others ', 'others-', ...Object.values(others)];
    const lists = routes.filter(
      (route) => forMembers(route) && !changes(route) && !namesSomething(route) && !route.isSocket,
    );
    expect(lists.length).toBeGreaterThan(10);
    for (const route of lists) {
      const { status, body } = await ask(member, route, '');
      const text = JSON.stringify(body);
      expect({ route: nameOf(route), seen: secrets.filter((secret) => text.includes(secret)) }).toEqual({
        route: nameOf(route),
        seen: [],
      });
      // 401 only where an API key asks for itself.
      if (route.url !== '/api/v1/api-key')
        expect({ route: nameOf(route), status }).toMatchObject({ status: 200 });
    }
  });

  test('cannot be watched over a socket either, nor from another site or without a session', async () => {
    for (const route of routes.filter(({ isSocket }) => isSocket)) {
      const id = others.machine ?? '';
      const isOwn = route.access === 'member';
      if (isOwn) expect(await askSocket(broker, other, route, { id })).toMatchObject({ status: 101 });
      const expected = isOwn ? { status: 404, code: 'not_found' } : { status: 403, code: 'forbidden' };
      expect(await askSocket(broker, member, route, { id })).toEqual(expected);
      expect(await askSocket(broker, broker.visitor(), route, { id })).toMatchObject({ status: 401 });
      const origin = 'https://evil.example';
      expect(await askSocket(broker, other, route, { id, origin })).toMatchObject({ status: 403 });
    }
  });
});

describe('permissions', () => {
  let holder: TestSession;
  const grant = (permissions: readonly string[]) =>
    broker.ctx.db.execute(
      sql`update roles set permissions = ${sql.param([...permissions])}::text[] where name = 'holder'`,
    );

  beforeAll(async () => {
    holder = await broker.register('Holder');
    await broker.ctx.db.execute(sql`insert into roles (name, rank, permissions) values ('holder', 1, '{}')`);
    await broker.ctx.db.execute(
      sql`insert into user_roles (user_id, role_name) values (${(await holder.me()).id}, 'holder')`,
    );
  });

  const neededBy = ({ access }: GuardedRoute) =>
    [access].flat().map((permission) => Permission.parse(permission));

  test('all but the one that a route asks for open it not', async () => {
    for (const route of routes.filter(needsPermission)) {
      await grant(Permission.options.filter((permission) => !neededBy(route).includes(permission)));
      const answer = toRefusal(await ask(holder, route, randomUUID()));
      expect({ route: nameOf(route), ...answer }).toEqual({
        route: nameOf(route),
        status: 403,
        code: 'forbidden',
      });
    }
  });

  test('the one that a route asks for opens it alone', async () => {
    for (const route of routes.filter((route) => needsPermission(route) && !route.isSocket)) {
      for (const permission of neededBy(route)) {
        await grant([permission]);
        const { status, code } = toRefusal(await ask(holder, route, randomUUID()));
        const isOpen = status !== 401 && code !== 'forbidden' && status < 500;
        expect({ route: nameOf(route), permission, status, code, isOpen }).toMatchObject({ isOpen: true });
      }
    }
  });
});

describe('an account that was disabled behind its session', () => {
  test('is signed out on every route, with its key and over sockets', async () => {
    const gone = await broker.register('Gone');
    const { secret } = await makeKey(gone, ['machines.read', 'admin']);
    await broker.ctx.db.execute(sql`update users set disabled_at = now() where id = ${(await gone.me()).id}`);
    const expected = { status: 401, code: 'unauthenticated' };
    const guarded = routes.filter(needsSession);
    await walk(guarded, (route) => ask(gone, route, randomUUID()), expected);
    const key = withKey(broker.visitor(), secret);
    expect(toRefusal(await key.get('/api/v1/machines'))).toEqual(expected);
    for (const route of routes.filter(({ isSocket }) => isSocket)) {
      expect(await askSocket(broker, gone, route, { id: randomUUID() })).toEqual(expected);
    }
  });
});

describe('an admin who looks through a member’s eyes', () => {
  let viewer: TestSession;
  beforeAll(async () => {
    viewer = await broker.registerAdmin();
    const started = await viewer.post(`/api/v1/admin/users/${otherId}/view-as`, { reason: 'walking' });
    expect(started.status).toBe(204);
  });

  test('changes nothing on any route', () =>
    walk(
      routes.filter((route) => forMembers(route) && changes(route) && route.whileViewing !== 'allowed'),
      (route) => ask(viewer, route, others[caseOf(route).of ?? 'lab'] ?? randomUUID()),
      { status: 403, code: 'viewing_as' },
    ));

  test('reaches no admin’s route and no file with secrets', async () => {
    await walk(routes.filter(needsPermission), (route) => ask(viewer, route, randomUUID()), {
      status: 403,
      code: 'forbidden',
    });
    const closed = routes.filter(({ whileViewing }) => whileViewing === 'refused');
    expect(closed.map(nameOf).toSorted()).toEqual([
      'GET /api/v1/account/export',
      'GET /api/v1/api-keys',
      'GET /api/v1/machines/:id/tcp',
      'GET /api/v1/machines/:id/terminal',
    ]);
    await walk(closed, (route) => ask(viewer, route, randomUUID()), { status: 403, code: 'viewing_as' });
  });

  test('may only end it', () => {
    const allowed = routes.filter(({ whileViewing }) => whileViewing === 'allowed');
    expect(allowed.map(nameOf)).toEqual(['DELETE /api/v1/view-as']);
  });
});
