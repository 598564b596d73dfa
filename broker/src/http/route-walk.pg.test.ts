import { randomUUID } from 'node:crypto';
import { ApiKeyScope } from '@coinslot/shared/http/api-keys.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildApp } from '../app.ts';
import { inTransaction } from '../database/db.ts';
import { makeKey } from '../domains/api-keys/testing/key-session.ts';
import { makeMachine, makeProduct } from '../domains/wallet/testing/shop-fixture.ts';
import { startTestBroker, type TestBroker } from '../testing/test-broker.ts';
import type { TestResponse, TestSession } from '../testing/test-session.ts';
import type { GuardedRoute } from './broker-app.ts';

/** How one route is asked; ids of `of` are unknown ones, or another member's machine. */
interface Case {
  body?: unknown;
  /** Answers 404 for an id that does not exist. */
  of?:
    | 'machine'
    | 'user'
    | 'worker'
    | 'evidence'
    | 'pool'
    | 'product'
    | 'lab'
    | 'seat'
    | 'voucher'
    | 'announcement'
    | 'asset'
    | 'message'
    | 'key';
}

const productDraft = {
  name: 'walker',
  poolId: randomUUID(),
  labId: randomUUID(),
  template: 'walker',
  durationMinutes: 5,
  price: 1,
  attributes: {},
};
const labDraft = { name: 'walker', recipe: 'bundled', baseUrl: 'http://walker.example' };

const voucherDraft = {
  name: 'walker',
  coins: 1,
  codes: { kind: 'chosen', code: 'WALKER-2' },
  totalUses: 1,
  usesPerMember: 1,
};
const voucherEdit = {
  name: 'walker',
  note: '',
  startsAt: null,
  expiresAt: null,
  disabled: true,
  revision: 1,
};
const announcementDraft = { title: 'walker', markdown: 'walks' };

// Every route stands here: one without a line fails the walk, so that nobody forgets to think about it.
const cases: Record<string, Case> = {
  'POST /api/auth/sign-up/email': { body: {} },
  'POST /api/auth/sign-in/email': { body: {} },
  'POST /api/auth/sign-out': { body: {} },
  'POST /api/v1/email/verify': { body: {} },
  'POST /api/v1/password/forgot': { body: {} },
  'POST /api/v1/password/reset': { body: {} },
  'POST /api/v1/sign-in/second-factor': { body: {} },
  'POST /api/v1/sign-in/passkey/options': {},
  'POST /api/v1/sign-in/passkey': { body: {} },
  'GET /api/v1/account': {},
  'PUT /api/v1/account/profile': { body: { name: 'walker' } },
  'POST /api/v1/account/email/verification': {},
  'POST /api/v1/account/email': { body: { email: 'walker@example.org' } },
  'POST /api/v1/account/password': { body: { current: null, next: 'a new password' } },
  'POST /api/v1/account/confirm': { body: { password: 'walker' } },
  'POST /api/v1/account/confirm/passkey-options': {},
  'POST /api/v1/account/totp': {},
  'POST /api/v1/account/totp/confirm': { body: { code: '000000' } },
  'DELETE /api/v1/account/totp': {},
  'POST /api/v1/account/totp/recovery-codes': {},
  'GET /api/v1/account/passkeys': {},
  'POST /api/v1/account/passkeys/options': {},
  'POST /api/v1/account/passkeys': { body: { name: 'walker', response: {} } },
  'PUT /api/v1/account/passkeys/:id': { body: { name: 'walker' } },
  'DELETE /api/v1/account/passkeys/:id': {},
  'GET /api/v1/account/sessions': {},
  'DELETE /api/v1/account/sessions/:id': {},
  'POST /api/v1/account/sessions/end-others': {},
  'GET /api/v1/account/deletion': {},
  'POST /api/v1/account/deletion': { body: { typed: 'walker' } },
  'GET /api/v1/account/export': {},
  'GET /api/v1/me': {},
  'GET /api/v1/sign-in': {},
  'POST /api/v1/sign-in/:provider': { body: {} },
  'GET /api/auth/callback/:provider': {},
  'GET /api/v1/account/identities': {},
  'POST /api/v1/account/identities/:provider/link': { body: { returnTo: '/account' } },
  'DELETE /api/v1/account/identities/:id': {},
  'GET /api/v1/account/discord': {},
  'POST /api/v1/account/discord/sync': { body: {} },
  'POST /api/v1/account/discord/consent': { body: { agreed: true, returnTo: '/account' } },
  'DELETE /api/v1/account/discord/consent': {},
  'GET /api/v1/admin/sign-in': {},
  'PUT /api/v1/admin/sign-in/:provider': { body: {} },
  'POST /api/v1/admin/sign-in/:provider/test': { body: {} },
  'GET /api/v1/admin/discord': {},
  'PUT /api/v1/admin/discord': { body: {} },
  'GET /api/v1/admin/discord/roles': {},
  'POST /api/v1/admin/discord/test': { body: {} },
  'POST /api/v1/admin/discord/sync': { body: {} },
  'GET /api/v1/setup': {},
  'POST /api/v1/setup': { body: { code: 'x' } },
  'GET /api/v1/api-keys': {},
  'POST /api/v1/api-keys': { body: { name: 'walker', scopes: ['machines.read'], expiresInDays: 1 } },
  'DELETE /api/v1/api-keys/:id': { of: 'key' },
  'GET /api/v1/api-key': {},
  'DELETE /api/v1/api-key': {},
  'POST /api/v1/device/code': { body: { host: 'walker', scopes: ['machines.read'] } },
  'POST /api/v1/device/token': { body: { deviceCode: 'walker'.repeat(8) } },
  'GET /api/v1/device/:userCode': {},
  'POST /api/v1/device/approve': { body: { userCode: 'BCDFGHJK', scopes: ['machines.read'] } },
  'POST /api/v1/device/deny': { body: { userCode: 'BCDFGHJK' } },
  'GET /api/v1/wallet': {},
  'GET /api/v1/wallet/transfers': {},
  'GET /api/v1/products': {},
  'GET /api/v1/machines': {},
  'POST /api/v1/machines': { body: { productId: randomUUID() } },
  'GET /api/v1/machines/:id': { of: 'machine' },
  'GET /api/v1/machines/:id/events': { of: 'machine' },
  'GET /api/v1/machines/:id/logs': { of: 'machine' },
  'GET /api/v1/machines/:id/endpoints': { of: 'machine' },
  'GET /api/v1/machines/:id/live': { of: 'machine' },
  'POST /api/v1/machines/:id/cancel': { of: 'machine', body: {} },
  'POST /api/v1/machines/:id/stop': { of: 'machine', body: {} },
  'POST /api/v1/machines/:id/extend': { of: 'machine', body: {} },
  'POST /api/v1/machines/:id/restart': { of: 'machine', body: {} },
  'PUT /api/v1/machines/:id/auto-extend': { of: 'machine', body: { enabled: true } },
  'GET /api/v1/machines/:id/health': { of: 'machine' },
  'GET /api/v1/admin/machines/:id/health': { of: 'machine' },
  'GET /api/v1/admin/users': {},
  'GET /api/v1/admin/audit': {},
  'GET /api/v1/site': {},
  'GET /api/v1/site/terms': {},
  'GET /api/v1/site/privacy': {},
  'GET /api/v1/admin/settings': {},
  'PUT /api/v1/admin/settings/general': { body: { values: { name: 'walker' }, revision: 9 } },
  'PUT /api/v1/admin/settings/members': { body: { values: {}, revision: 9 } },
  'PUT /api/v1/admin/settings/welcome': { body: { values: {}, revision: 9 } },
  'PUT /api/v1/admin/settings/terms': { body: { values: { markdown: 'walker' }, revision: 9 } },
  'PUT /api/v1/admin/settings/privacy': { body: { values: { markdown: 'walker' }, revision: 9 } },
  'GET /api/v1/admin/pools': {},
  'POST /api/v1/admin/pools': { body: { name: 'walker' } },
  'PUT /api/v1/admin/pools/:id': { of: 'pool', body: { name: 'walker', revision: 1 } },
  'DELETE /api/v1/admin/pools/:id': { of: 'pool' },
  'GET /api/v1/admin/products': {},
  'POST /api/v1/admin/products': { body: productDraft },
  'PUT /api/v1/admin/products/:id': { of: 'product', body: { ...productDraft, revision: 1 } },
  'POST /api/v1/admin/products/:id/archive': { of: 'product', body: { revision: 1 } },
  'POST /api/v1/admin/products/:id/restore': { of: 'product', body: { revision: 1 } },
  'DELETE /api/v1/admin/products/:id': { of: 'product' },
  'GET /api/v1/admin/labs': {},
  'POST /api/v1/admin/labs': { body: labDraft },
  'GET /api/v1/admin/labs/:id': { of: 'lab' },
  'PUT /api/v1/admin/labs/:id': { of: 'lab', body: { ...labDraft, revision: 1 } },
  'DELETE /api/v1/admin/labs/:id': { of: 'lab' },
  'PUT /api/v1/admin/labs/:id/permission': { of: 'lab', body: { revision: 1, permission: null } },
  'POST /api/v1/admin/labs/:id/disable': { of: 'lab', body: { reason: 'walking', endMachines: false } },
  'POST /api/v1/admin/labs/:id/reopen': { of: 'lab', body: { reason: 'walking' } },
  'GET /api/v1/admin/labs/:id/seats': { of: 'lab' },
  'POST /api/v1/admin/labs/:id/seats': { of: 'lab', body: { username: 'walker', password: 'walker' } },
  'PUT /api/v1/admin/seats/:id': { of: 'seat', body: { username: 'walker', revision: 1 } },
  'DELETE /api/v1/admin/seats/:id': { of: 'seat' },
  'POST /api/v1/admin/seats/:id/disable': { of: 'seat', body: { reason: 'walking' } },
  'POST /api/v1/admin/seats/:id/reopen': { of: 'seat', body: { reason: 'walking' } },
  'GET /api/v1/admin/wallets/:userId/transfers': { of: 'user' },
  'POST /api/v1/admin/wallets/:userId/adjustments': {
    of: 'user',
    body: { coins: 1, class: 'earned', reason: 'walking' },
  },
  'GET /api/v1/admin/machines': {},
  'GET /api/v1/admin/machines/:id': { of: 'machine' },
  'GET /api/v1/admin/machines/:id/events': { of: 'machine' },
  'GET /api/v1/admin/machines/:id/logs': { of: 'machine' },
  'POST /api/v1/admin/machines/:id/stop': { of: 'machine', body: { reason: 'walking' } },
  'POST /api/v1/vouchers/redeem': { of: 'voucher', body: { code: 'WALKER-1' } },
  'GET /api/v1/admin/vouchers': {},
  'POST /api/v1/admin/vouchers': { body: voucherDraft },
  'GET /api/v1/admin/vouchers/:id': { of: 'voucher' },
  'PUT /api/v1/admin/vouchers/:id': { of: 'voucher', body: voucherEdit },
  'GET /api/v1/admin/vouchers/:id/redemptions': { of: 'voucher' },
  'GET /api/v1/admin/vouchers/:id/codes': { of: 'voucher' },
  'GET /api/v1/announcements': {},
  'GET /api/v1/announcements/banner': {},
  'POST /api/v1/announcements/read': { body: { ids: [randomUUID()] } },
  'POST /api/v1/announcements/:id/dismiss': { of: 'announcement' },
  'GET /api/v1/admin/announcements': {},
  'POST /api/v1/admin/announcements': { body: announcementDraft },
  'GET /api/v1/admin/announcements/:id': { of: 'announcement' },
  'PUT /api/v1/admin/announcements/:id': { of: 'announcement', body: { ...announcementDraft, revision: 1 } },
  'DELETE /api/v1/admin/announcements/:id': { of: 'announcement' },
  'GET /api/v1/assets/:id': { of: 'asset' },
  'GET /api/v1/admin/assets': {},
  'POST /api/v1/admin/assets': { body: {} },
  'DELETE /api/v1/admin/assets/:id': { of: 'asset' },
  'GET /api/v1/notifications': {},
  'POST /api/v1/notifications/read': { body: { all: true } },
  'GET /api/v1/notifications/preferences': {},
  'PUT /api/v1/notifications/preferences': { body: {} },
  'PUT /api/v1/notifications/discord-webhook': { body: { url: null } },
  'POST /api/v1/notifications/test': { body: { channel: 'mail' } },
  'GET /api/v1/admin/mail': {},
  'PUT /api/v1/admin/mail': { body: {} },
  'DELETE /api/v1/admin/mail': {},
  'POST /api/v1/admin/mail/test': { body: { to: 'walker@example.org' } },
  'GET /api/v1/admin/operator-webhook': {},
  'PUT /api/v1/admin/operator-webhook': { body: {} },
  'GET /api/v1/admin/outbox': {},
  'GET /api/v1/admin/outbox/:id': { of: 'message' },
  'POST /api/v1/admin/outbox/:id/retry': { of: 'message', body: {} },
  'POST /api/v1/admin/outbox/:id/discard': { of: 'message', body: {} },
  'GET /api/v1/admin/evidence/:id': { of: 'evidence' },
  'GET /api/v1/admin/evidence/:id/screenshot': { of: 'evidence' },
  'GET /api/v1/admin/fleet': {},
  'GET /api/v1/admin/fleet/live': {},
  'GET /api/v1/admin/workers': {},
  'POST /api/v1/admin/workers/enrolment-tokens': {
    body: { poolId: randomUUID(), name: 'walker', capacity: 1, labels: [] },
  },
  'PUT /api/v1/admin/workers/:id': { of: 'worker', body: { labels: [], capacity: 2 } },
  'POST /api/v1/admin/workers/:id/drain': { of: 'worker', body: { deadlineMinutes: 5, reason: 'walking' } },
  'POST /api/v1/admin/workers/:id/resume': { of: 'worker', body: {} },
  'POST /api/v1/admin/workers/:id/revoke': { of: 'worker', body: { reason: 'walking' } },
  'POST /api/v1/workers/enrol': { body: {} },
  'GET /worker/v1': {},
  'GET /api/docs': {},
  'GET /api/docs/json': {},
  'GET /api/docs/yaml': {},
  'GET /api/docs/static/*': {},
  'GET /api/docs/static/index.html': {},
  'GET /api/docs/static/swagger-initializer.js': {},
  'GET /healthz': {},
  'GET /readyz': {},
  'GET /metrics': {},
  'GET /*': {},
};

let broker: TestBroker;
let routes: GuardedRoute[];
let member: TestSession;
let admin: TestSession;
let othersMachine: string;

beforeAll(async () => {
  broker = await startTestBroker();
  const app = await buildApp(broker.ctx);
  await app.ready();
  routes = app.guardedRoutes.filter(({ method }) => method !== 'HEAD');
  await app.close();
  member = await broker.register();
  admin = await broker.registerAdmin();
  const { db } = broker.ctx;
  const [productId, { id: ownerId }] = [await makeProduct(db), await admin.me()];
  othersMachine = randomUUID();
  await inTransaction(db, (tx) => makeMachine(tx, othersMachine, ownerId, productId));
});
afterAll(() => broker.close());

function ask(
  who: TestSession,
  route: GuardedRoute,
  id: string,
  headers: Record<string, string | undefined> = {},
) {
  const path = route.url.replace(/:\w+/g, id).replace('*', '');
  const { body } = cases[`${route.method} ${route.url}`] ?? {};
  if (route.method === 'GET') return who.get(path, { headers });
  if (route.method === 'DELETE') return who.delete(path, { headers });
  return route.method === 'PUT' ? who.put(path, body, { headers }) : who.post(path, body, { headers });
}

/** Asks every route for which `wanted` holds and gathers those whose answer is not the expected one. */
async function walk(
  wanted: (route: GuardedRoute) => boolean,
  request: (route: GuardedRoute) => Promise<TestResponse>,
  expected: { status: number; code: string },
): Promise<void> {
  const walked = routes.filter(wanted);
  expect(walked.length).toBeGreaterThan(0);
  const wrong: unknown[] = [];
  for (const route of walked) {
    const { status, body } = await request(route);
    const code = typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined;
    if (status !== expected.status || code !== expected.code) {
      wrong.push({ route: `${route.method} ${route.url}`, status, code });
    }
  }
  expect(wrong).toEqual([]);
}

const isBrowsers = ({ access }: GuardedRoute) => access !== 'worker-token';
const needsSession = ({ access }: GuardedRoute) => access !== 'public' && access !== 'worker-token';
const needsPermission = (route: GuardedRoute) => needsSession(route) && route.access !== 'member';
const changes = ({ method }: GuardedRoute) => method !== 'GET';
const hasId = ({ method, url }: GuardedRoute) => cases[`${method} ${url}`]?.of !== undefined;

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
    walk(needsSession, (route) => ask(broker.visitor(), route, othersMachine), {
      status: 401,
      code: 'unauthenticated',
    }));

  test('a member on a route for admins: 403', () =>
    walk(needsPermission, (route) => ask(member, route, othersMachine), { status: 403, code: 'forbidden' }));

  test('an API key that is wrong: 401, also beside the cookie of an admin', async () => {
    const headers = { authorization: 'Bearer cs_wrong' };
    await walk(needsSession, (route) => ask(admin, route, othersMachine, headers), {
      status: 401,
      code: 'unauthenticated',
    });
  });

  test('an admin’s API key without the route’s scope: 403', async () => {
    const { secret } = await makeKey(admin, ['vouchers.redeem']);
    const headers = { authorization: `Bearer ${secret}` };
    const asksForAnother = ({ scope }: GuardedRoute) => !['none', 'any', 'vouchers.redeem'].includes(scope);
    await walk(asksForAnother, (route) => ask(broker.visitor(), route, othersMachine, headers), {
      status: 403,
      code: 'scope_missing',
    });
  });

  test('a member’s API key with the scope admin, on a route for admins: 403', async () => {
    const { secret } = await makeKey(member, ['admin']);
    const headers = { authorization: `Bearer ${secret}` };
    const forAdmins = (route: GuardedRoute) => needsPermission(route) && route.scope === 'admin';
    await walk(forAdmins, (route) => ask(broker.visitor(), route, othersMachine, headers), {
      status: 403,
      code: 'forbidden',
    });
  });

  test('an API key with every scope, where only a browser may: 403', async () => {
    const { secret } = await makeKey(admin, ApiKeyScope.options);
    const headers = { authorization: `Bearer ${secret}` };
    const browserOnly = (route: GuardedRoute) => needsSession(route) && route.scope === 'none';
    await walk(browserOnly, (route) => ask(broker.visitor(), route, othersMachine, headers), {
      status: 403,
      code: 'key_not_allowed',
    });
  });

  test('a change without Origin, or from another site: 403', async () => {
    const expected = { status: 403, code: 'origin_refused' };
    const browserChanges = (route: GuardedRoute) => changes(route) && isBrowsers(route) && route.needsOrigin;
    await walk(browserChanges, (route) => ask(admin, route, othersMachine, { origin: undefined }), expected);
    const foreign = { origin: 'https://evil.example' };
    await walk(browserChanges, (route) => ask(admin, route, othersMachine, foreign), expected);
    await walk(browserChanges, (route) => ask(admin, route, othersMachine, { origin: 'null' }), expected);
  });

  test('an idempotent route without its key, or with a nonsense key: 400', async () => {
    const expected = { status: 400, code: 'idempotency_key_required' };
    const idempotent = (route: GuardedRoute) => route.idempotent;
    await walk(
      idempotent,
      (route) => ask(admin, route, othersMachine, { 'idempotency-key': undefined }),
      expected,
    );
    await walk(
      idempotent,
      (route) => ask(admin, route, othersMachine, { 'idempotency-key': 'a b' }),
      expected,
    );
  });

  test('another member’s machine, on every route of a member: 404', () =>
    walk(
      (route) => route.access === 'member' && hasId(route),
      (route) => ask(member, route, othersMachine),
      { status: 404, code: 'not_found' },
    ));

  test('an id that does not exist, for admins too: 404', () =>
    walk(hasId, (route) => ask(admin, route, randomUUID()), { status: 404, code: 'not_found' }));

  test('the character that Postgres cannot store is refused by its field’s name, in a body, a query and an address', async () => {
    const [reason, id] = ['a\0b', (await member.me()).id];
    const adjustment = { coins: 1, class: 'earned', reason };
    const account = { name: reason, email: 'nul@example.org', password: 'long enough' };
    for (const [field, answer] of [
      ['/reason', await admin.post(`/api/v1/admin/wallets/${id}/adjustments`, adjustment)],
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
