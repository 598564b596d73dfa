import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeKey, withKey } from '../domains/api-keys/testing/key-session.ts';
import { startTestBroker, type TestBroker } from '../testing/test-broker.ts';
import type { TestResponse } from '../testing/test-session.ts';

const perMinute = 20;
const perKeyAndMinute = 6;

// Tests stand in for the proxy: they connect from 127.0.0.1.
let behindProxies: TestBroker;
let facingEverybody: TestBroker;
beforeAll(async () => {
  const limits = {
    BROKER_RATE_LIMIT_PER_MINUTE: String(perMinute),
    BROKER_KEY_RATE_LIMIT_PER_MINUTE: String(perKeyAndMinute),
  };
  behindProxies = await startTestBroker({ ...limits, BROKER_TRUSTED_PROXIES: '127.0.0.1, 10.1.0.0/16' });
  facingEverybody = await startTestBroker({ ...limits, BROKER_TRUSTED_PROXIES: '10.1.0.0/16' });
});
afterAll(async () => {
  await behindProxies.close();
  await facingEverybody.close();
});

const limited = { status: 429, body: { code: 'rate_limited' } };

function left({ headers }: TestResponse): number {
  return Number(headers.get('x-ratelimit-remaining'));
}

/** Asks as somebody who is not signed in, with what a proxy adds. Answers how many more that address may ask. */
async function leftOf(broker: TestBroker, forwardedFor: string | undefined): Promise<number> {
  return left(await broker.visitor().get('/api/v1/setup', { headers: { 'x-forwarded-for': forwardedFor } }));
}

async function spend(ask: () => Promise<TestResponse>, times: number): Promise<TestResponse[]> {
  return await Promise.all(Array.from({ length: times }, ask));
}

test('an address that is at its end does not touch another one, nor a member who comes from there', async () => {
  const member = await behindProxies.register();
  const headers = { 'x-forwarded-for': '198.51.100.1' };
  const visitor = behindProxies.visitor();
  const spent = await spend(() => visitor.get('/api/v1/setup', { headers }), perMinute);
  expect(spent.every(({ status }) => status === 200)).toBe(true);
  const answer = await visitor.get('/api/v1/setup', { headers });
  expect(answer).toMatchObject(limited);
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(answer.headers.get('x-ratelimit-limit')).toBe(String(perMinute));
  expect(await leftOf(behindProxies, '198.51.100.2')).toBe(perMinute - 1);
  expect(await member.get('/api/v1/wallet', { headers })).toMatchObject({ status: 200 });
});

test('one member’s requests count together from every address, and leave every other member alone', async () => {
  const [member, other] = [await behindProxies.register(), await behindProxies.register()];
  let host = 0;
  await spend(
    () => member.get('/api/v1/wallet', { headers: { 'x-forwarded-for': `203.0.113.${(host += 1)}` } }),
    perMinute,
  );
  expect(await member.get('/api/v1/wallet')).toMatchObject(limited);
  expect(left(await other.get('/api/v1/wallet'))).toBe(perMinute - 1);
});

test('a key has a limit of its own, and what it asks counts for its member too', async () => {
  const member = await behindProxies.register();
  const [first, second] = [await makeKey(member, ['wallet.read']), await makeKey(member, ['wallet.read'])];
  const ask = (secret: string) => withKey(behindProxies.visitor(), secret).get('/api/v1/wallet');
  expect((await ask(first.secret)).headers.get('x-ratelimit-limit')).toBe(String(perKeyAndMinute));
  await spend(() => ask(first.secret), perKeyAndMinute - 1);
  expect(await ask(first.secret)).toMatchObject(limited);
  const counted = await behindProxies.ctx.metrics.registry.getSingleMetricAsString(
    'coinslot_rate_limited_total',
  );
  expect(counted).toContain('coinslot_rate_limited_total{limit="key"} 1');
  expect(left(await ask(second.secret))).toBe(perKeyAndMinute - 1);
  // Two that made the keys, seven of the first one, one of the second, and this.
  expect(left(await member.get('/api/v1/wallet'))).toBe(perMinute - 11);
});

test('X-Forwarded-For of a peer that is no trusted proxy is not believed', async () => {
  expect(await leftOf(facingEverybody, undefined)).toBe(perMinute - 1);
  expect(await leftOf(facingEverybody, '192.0.2.50')).toBe(perMinute - 2);
  expect(await leftOf(facingEverybody, '192.0.2.51, 10.1.0.1')).toBe(perMinute - 3);
});

test('wrong keys count for the address that tries them, and do not lock out a right key from there', async () => {
  const member = await facingEverybody.register();
  const { secret } = await makeKey(member, ['wallet.read']);
  const wrong = withKey(facingEverybody.visitor(), 'cs_wrong');
  const tries = await spend(() => wrong.get('/api/v1/wallet'), perMinute + 1);
  expect(tries.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
  expect(await withKey(facingEverybody.visitor(), secret).get('/api/v1/wallet')).toMatchObject({
    status: 200,
  });
});

test('of a chain of proxies the first hop from the right that is not ours counts; what stands left of it is the client’s word', async () => {
  const ofClient = await leftOf(behindProxies, '192.0.2.60');
  expect(ofClient).toBe(perMinute - 1);
  expect(await leftOf(behindProxies, '192.0.2.60, 10.1.2.3')).toBe(perMinute - 2);
  expect(await leftOf(behindProxies, '192.0.2.1, 192.0.2.60, 10.1.2.3, 127.0.0.1')).toBe(perMinute - 3);
  expect(await leftOf(behindProxies, '192.0.2.1')).toBe(perMinute - 1);
});

test('an address mapped into IPv6 is the same address; an IPv6 network of 64 bits is one caller', async () => {
  expect(await leftOf(behindProxies, '192.0.2.70')).toBe(perMinute - 1);
  expect(await leftOf(behindProxies, '::ffff:192.0.2.70')).toBe(perMinute - 2);
  // A proxy of ours that is written in IPv6 is still ours.
  expect(await leftOf(behindProxies, '192.0.2.70, ::ffff:10.1.2.3')).toBe(perMinute - 3);
  expect(await leftOf(behindProxies, '2001:db8:1:2::1')).toBe(perMinute - 1);
  expect(await leftOf(behindProxies, '2001:db8:1:2:ffff::9')).toBe(perMinute - 2);
  expect(await leftOf(behindProxies, '2001:db8:1:3::1')).toBe(perMinute - 1);
});

test('what a proxy passes on and is no address counts as the proxy’s own', async () => {
  const before = await leftOf(behindProxies, 'unknown');
  expect(await leftOf(behindProxies, 'made-up-1')).toBe(before - 1);
  expect(await leftOf(behindProxies, 'made-up-2')).toBe(before - 2);
});
