import { ApiKeyList } from '@coinslot/shared/http/api-keys.ts';
import { DeviceCode, DeviceToken } from '@coinslot/shared/http/device-grant.ts';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { readRows } from '../../database/db.ts';
import { startTestBroker, type TestBroker } from '../../testing/test-broker.ts';
import type { TestSession } from '../../testing/test-session.ts';
import { withKey } from './testing/key-session.ts';

let broker: TestBroker;
let member: TestSession;
let other: TestSession;
beforeAll(async () => {
  broker = await startTestBroker();
  [member, other] = [await broker.register(), await broker.register()];
});
afterAll(() => broker.close());

const rows = (query: ReturnType<typeof sql>) =>
  readRows(broker.ctx.db, z.record(z.string(), z.unknown()), query);

// A program: no cookie, no Origin.
const bare = { headers: { origin: undefined } };

async function start(scopes = ['machines.read', 'wallet.read']): Promise<DeviceCode> {
  const answer = await broker.visitor().post('/api/v1/device/code', { host: 'laptop', scopes }, bare);
  return DeviceCode.parse(answer.body);
}

function ask({ deviceCode }: { deviceCode: string }) {
  return broker.visitor().post('/api/v1/device/token', { deviceCode }, bare);
}

function approve(who: TestSession, { userCode }: DeviceCode, scopes = ['machines.read', 'wallet.read']) {
  return who.post('/api/v1/device/approve', { userCode, scopes });
}

/** As if the interval had passed since the last question. */
async function waitInterval(): Promise<void> {
  await rows(sql`update device_grants set asked_at = asked_at - interval '1 minute'`);
}

const problem = (code: string) => ({ status: 400, body: { code } });
const gone = { status: 404, body: { code: 'not_found' } };

test('a program signs in: code, page, approval, one key that works; asked again there is none', async () => {
  const grant = await start();
  expect(grant).toMatchObject({ expiresInSeconds: 600, intervalSeconds: 5 });
  expect(grant.userCode).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
  expect(grant.verificationUrlComplete).toBe(`http://localhost:8080/device?code=${grant.userCode}`);
  expect(await ask(grant)).toMatchObject(problem('authorization_pending'));

  const spelled = grant.userCode.toLowerCase().replace('-', ' ');
  expect(await member.get(`/api/v1/device/${encodeURIComponent(spelled)}`)).toMatchObject({
    status: 200,
    body: {
      name: 'coinslot on laptop',
      scopes: ['machines.read', 'wallet.read'],
      requestedFrom: '127.0.0.1',
      state: 'pending',
    },
  });
  // Twice is once.
  expect(await approve(member, grant)).toMatchObject({ status: 204 });
  expect(await approve(member, grant)).toMatchObject({ status: 204 });
  const { secret, apiKey } = DeviceToken.parse((await ask(grant)).body);
  expect(apiKey).toMatchObject({ name: 'coinslot on laptop', scopes: ['machines.read', 'wallet.read'] });
  expect(await withKey(broker.visitor(), secret).get('/api/v1/wallet')).toMatchObject({ status: 200 });

  expect(await ask(grant)).toMatchObject(problem('expired_token'));
  expect(await member.get(`/api/v1/device/${grant.userCode}`)).toMatchObject(gone);
  expect(await approve(member, grant)).toMatchObject(gone);
  const { items } = ApiKeyList.parse((await member.get('/api/v1/api-keys')).body);
  expect(items.map(({ id }) => id)).toEqual([apiKey.id]);
  const audit = await rows(
    sql`select action from audit_log where action like 'device%' or action like 'api_key%'`,
  );
  expect(audit).toEqual([{ action: 'device.approve' }, { action: 'api_key.create' }]);
  const told = await rows(sql`select params ->> 'event' as event from notifications`);
  expect(told).toEqual([{ event: 'device_approved' }]);
});

test('twenty questions at once for an approved key: one gets it', async () => {
  const grant = await start();
  await approve(member, grant);
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask(grant)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 400)).toHaveLength(19);
});

test('who asks too soon is told to slow down, and more each time; in time it goes on', async () => {
  const grant = await start();
  expect(await ask(grant)).toMatchObject(problem('authorization_pending'));
  expect((await ask(grant)).body).toMatchObject({ code: 'slow_down', params: { intervalSeconds: 10 } });
  expect((await ask(grant)).body).toMatchObject({ code: 'slow_down', params: { intervalSeconds: 15 } });
  await waitInterval();
  expect(await ask(grant)).toMatchObject(problem('authorization_pending'));
});

test('a denied program gets no key, and nobody can change that', async () => {
  const grant = await start();
  const { userCode } = grant;
  expect(await member.post('/api/v1/device/deny', { userCode })).toMatchObject({ status: 204 });
  expect(await ask(grant)).toMatchObject(problem('access_denied'));
  expect(await approve(member, grant)).toMatchObject(gone);
  expect(await approve(other, grant)).toMatchObject(gone);
});

test('what one member approved another can neither see nor deny; of two at once one decides', async () => {
  const grant = await start();
  const both = await Promise.all([approve(member, grant), approve(other, grant)]);
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 404]);
  const loser = both[0].status === 204 ? other : member;
  const { userCode } = grant;
  expect(await loser.get(`/api/v1/device/${userCode}`)).toMatchObject(gone);
  expect(await loser.post('/api/v1/device/deny', { userCode })).toMatchObject(gone);
});

test('a code that is ten minutes old, or was never given out, approves nothing', async () => {
  const grant = await start();
  await rows(
    sql`update device_grants set expires_at = now() where user_code = ${grant.userCode.replace('-', '')}`,
  );
  expect(await member.get(`/api/v1/device/${grant.userCode}`)).toMatchObject(gone);
  expect(await approve(member, grant)).toMatchObject(gone);
  expect(await ask(grant)).toMatchObject(problem('expired_token'));
  expect(await ask({ deviceCode: 'x'.repeat(43) })).toMatchObject(problem('expired_token'));
});

test('a member may allow less than was asked for, and not more', async () => {
  const grant = await start(['machines.read', 'machines.write']);
  const more = await approve(member, grant, ['machines.read', 'admin']);
  expect(more).toMatchObject({ status: 400, body: { fields: { '/scopes': expect.any(String) } } });
  await approve(member, grant, ['machines.read']);
  expect(DeviceToken.parse((await ask(grant)).body).apiKey.scopes).toEqual(['machines.read']);
});

test('an account that was disabled after it approved gets no key', async () => {
  const leaver = await broker.register();
  const grant = await start();
  await approve(leaver, grant);
  await rows(sql`update users set disabled_at = now() where email = ${leaver.email}`);
  expect(await ask(grant)).toMatchObject(problem('access_denied'));
});

test('guessing user codes is stopped for the member who guesses, on all three routes together', async () => {
  const guesser = await broker.register();
  const userCode = 'BCDF-GHJK';
  for (let guess = 0; guess < 10; guess += 1) {
    expect(await guesser.get(`/api/v1/device/${userCode}`)).toMatchObject(gone);
    expect(await guesser.post('/api/v1/device/deny', { userCode })).toMatchObject(gone);
  }
  const limited = { status: 429, body: { code: 'rate_limited' } };
  expect(await guesser.get(`/api/v1/device/${userCode}`)).toMatchObject(limited);
  const body = { userCode, scopes: ['machines.read'] };
  expect(await guesser.post('/api/v1/device/approve', body)).toMatchObject(limited);
  expect(await member.get(`/api/v1/device/${userCode}`)).toMatchObject(gone);
});
