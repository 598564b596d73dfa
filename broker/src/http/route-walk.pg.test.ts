import { randomUUID } from 'node:crypto';
import { ApiKeyScope } from '@coinslot/shared/http/api-keys.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inTransaction } from '../database/db.ts';
import { makeStale } from '../domains/accounts/testing/make-stale.ts';
import { makeKey } from '../domains/api-keys/testing/key-session.ts';
import { makeMachine, makeProduct } from '../domains/wallet/testing/shop-fixture.ts';
import { startTestBroker, type TestBroker } from '../testing/test-broker.ts';
import type { TestSession } from '../testing/test-session.ts';
import type { GuardedRoute } from './broker-app.ts';
import { doneUnconfirmed } from './testing/done-unconfirmed.ts';
import { cases } from './testing/route-cases.ts';
import {
  ask,
  caseOf,
  changes,
  hasId,
  listRoutes,
  nameOf,
  needsPermission,
  needsSession,
  walk,
} from './testing/route-walker.ts';

let broker: TestBroker;
let routes: GuardedRoute[];
let member: TestSession;
let admin: TestSession;
let othersMachine: string;

beforeAll(async () => {
  broker = await startTestBroker();
  routes = await listRoutes(broker);
  member = await broker.register();
  admin = await broker.registerAdmin();
  const { db } = broker.ctx;
  const [productId, { id: ownerId }] = [await makeProduct(db), await admin.me()];
  othersMachine = randomUUID();
  await inTransaction(db, (tx) => makeMachine(tx, othersMachine, ownerId, productId));
});
afterAll(() => broker.close());

const isBrowsers = ({ access }: GuardedRoute) => access !== 'worker-token';

describe('the walk over all routes', () => {
  test('every registered route has a line in this file, and no line is without a route', () => {
    const registered = routes.map(({ method, url }) => `${method} ${url}`);
    expect(registered.toSorted()).toEqual(Object.keys(cases).toSorted());
  });

  test('every admin route asks for a permission', () => {
    const asksForOne = ({ access }: GuardedRoute) =>
      [access].flat().length > 0 && [access].flat().every((permission) => permission.startsWith('admin.'));
    const open = routes.filter((route) => route.url.includes('/admin/') && !asksForOne(route));
    expect(open).toEqual([]);
  });

  test('without a session: 401', () =>
    walk(routes.filter(needsSession), (route) => ask(broker.visitor(), route, othersMachine), {
      status: 401,
      code: 'unauthenticated',
    }));

  test('a member on a route for admins: 403', () =>
    walk(routes.filter(needsPermission), (route) => ask(member, route, othersMachine), {
      status: 403,
      code: 'forbidden',
    }));

  test('an API key that is wrong: 401, also beside the cookie of an admin', async () => {
    const headers = { authorization: 'Bearer cs_wrong' };
    await walk(routes.filter(needsSession), (route) => ask(admin, route, othersMachine, headers), {
      status: 401,
      code: 'unauthenticated',
    });
  });

  test('an admin’s API key without the route’s scope: 403', async () => {
    const { secret } = await makeKey(admin, ['vouchers.redeem']);
    const headers = { authorization: `Bearer ${secret}` };
    const asksForAnother = ({ scope }: GuardedRoute) => !['none', 'any', 'vouchers.redeem'].includes(scope);
    await walk(
      routes.filter(asksForAnother),
      (route) => ask(broker.visitor(), route, othersMachine, headers),
      {
        status: 403,
        code: 'scope_missing',
      },
    );
  });

  test('a member’s API key with the scope admin, on a route for admins: 403', async () => {
    const { secret } = await makeKey(member, ['admin']);
    const headers = { authorization: `Bearer ${secret}` };
    const forAdmins = (route: GuardedRoute) => needsPermission(route) && route.scope === 'admin';
    await walk(routes.filter(forAdmins), (route) => ask(broker.visitor(), route, othersMachine, headers), {
      status: 403,
      code: 'forbidden',
    });
  });

  test('an API key with every scope, where only a browser may: 403', async () => {
    const { secret } = await makeKey(admin, ApiKeyScope.options);
    const headers = { authorization: `Bearer ${secret}` };
    const browserOnly = (route: GuardedRoute) => needsSession(route) && route.scope === 'none';
    await walk(routes.filter(browserOnly), (route) => ask(broker.visitor(), route, othersMachine, headers), {
      status: 403,
      code: 'key_not_allowed',
    });
  });

  test('what protects an account or gives rights asks for a fresh session: no route is forgotten', () => {
    const strong = ['admin.roles.write', 'admin.settings.write', 'admin.users.view_as', 'admin.audit.export'];
    const isStrong = (route: GuardedRoute) =>
      [route.access].flat().some((permission) => strong.includes(permission)) ||
      (route.access === 'member' && route.scope === 'none' && changes(route));
    const forgotten = routes.filter((route) => isStrong(route) && !route.fresh).map(nameOf);
    expect(forgotten.toSorted()).toEqual([...doneUnconfirmed].toSorted());
  });

  test('a session that was not confirmed for long, where a fresh one is asked for: 403, and no key helps', async () => {
    const stale = await broker.registerAdmin();
    const { secret } = await makeKey(stale, ApiKeyScope.options);
    await makeStale(broker, stale);
    const fresh = routes.filter((route) => route.fresh);
    await walk(fresh, (route) => ask(stale, route, othersMachine), {
      status: 403,
      code: 'reauthentication_required',
    });
    const headers = { authorization: `Bearer ${secret}` };
    await walk(fresh, (route) => ask(stale, route, othersMachine, headers), {
      status: 403,
      code: 'key_not_allowed',
    });
  });

  test('a change from a page that was drawn for somebody else: 409, on every route with a session', async () => {
    const headers = { 'coinslot-member': (await member.me()).id };
    const changesOwn = (route: GuardedRoute) =>
      changes(route) && needsSession(route) && route.whileViewing !== 'allowed';
    await walk(routes.filter(changesOwn), (route) => ask(admin, route, othersMachine, headers), {
      status: 409,
      code: 'signed_in_as_another',
    });
  });

  test('a change without Origin, or from another site: 403', async () => {
    const expected = { status: 403, code: 'origin_refused' };
    const browserChanges = (route: GuardedRoute) => changes(route) && isBrowsers(route) && route.needsOrigin;
    await walk(
      routes.filter(browserChanges),
      (route) => ask(admin, route, othersMachine, { origin: undefined }),
      expected,
    );
    const foreign = { origin: 'https://evil.example' };
    await walk(routes.filter(browserChanges), (route) => ask(admin, route, othersMachine, foreign), expected);
    await walk(
      routes.filter(browserChanges),
      (route) => ask(admin, route, othersMachine, { origin: 'null' }),
      expected,
    );
  });

  test('an idempotent route without its key, or with a nonsense key: 400', async () => {
    const expected = { status: 400, code: 'idempotency_key_required' };
    const idempotent = (route: GuardedRoute) => route.idempotent;
    await walk(
      routes.filter(idempotent),
      (route) => ask(admin, route, othersMachine, { 'idempotency-key': undefined }),
      expected,
    );
    await walk(
      routes.filter(idempotent),
      (route) => ask(admin, route, othersMachine, { 'idempotency-key': 'a b' }),
      expected,
    );
  });

  test('another member’s machine, on every route of a member: 404', () =>
    walk(
      routes.filter((route) => caseOf(route).of === 'machine' && route.access === 'member'),
      (route) => ask(member, route, othersMachine),
      { status: 404, code: 'not_found' },
    ));

  test('an id that does not exist, for admins too: 404', () =>
    walk(routes.filter(hasId), (route) => ask(admin, route, randomUUID()), {
      status: 404,
      code: 'not_found',
    }));

  test('what Postgres cannot store (U+0000, half of a character) is refused by its field’s name, in a body, a query and an address', async () => {
    const [reason, id] = ['a\0b', (await member.me()).id];
    const adjustment = { coins: 1, class: 'earned', reason };
    const account = { name: reason, email: 'nul@example.org', password: 'long enough' };
    const half = { ...adjustment, reason: 'cut \ud83d' };
    for (const [field, answer] of [
      ['/reason', await admin.post(`/api/v1/admin/wallets/${id}/adjustments`, adjustment)],
      ['/reason', await admin.post(`/api/v1/admin/wallets/${id}/adjustments`, half)],
      ['/name', await broker.visitor().post('/api/auth/sign-up/email', account)],
      ['/search', await admin.get('/api/v1/admin/users?search=%00')],
      ['/id', await member.get('/api/v1/machines/%00')],
    ] as const) {
      expect(answer).toMatchObject({
        status: 400,
        body: { code: 'invalid_request', fields: { [field]: expect.any(String) } },
      });
    }
  });

  test('an id that is none: refused as a wrong input or not found, never a fault of ours', async () => {
    for (const route of routes.filter(hasId)) {
      const { status } = await ask(admin, route, "1'; drop table users");
      expect({ route, status }).toEqual({ route, status: status === 404 ? 404 : 400 });
    }
  });
});
