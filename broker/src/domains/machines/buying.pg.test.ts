import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createPurgeExpired } from '../../loops/purge-expired.ts';
import type { TestSession } from '../../testing/test-session.ts';
import { type MachineWorld, openMachineWorld } from './testing/machine-world.ts';

let world: MachineWorld;
beforeAll(async () => {
  world = await openMachineWorld({ BROKER_ACTIVE_MACHINES_MAX: '2' });
});
afterAll(() => world.close());

test('twenty purchases at once with twenty keys, coins for three, a limit of two: two machines and exact coins', async () => {
  const productId = await world.makeProduct(16);
  const member = await world.broker.register();
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => member.post('/api/v1/machines', { productId })),
  );
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 202)).toHaveLength(2);
  expect(statuses.filter((status) => status === 409)).toHaveLength(18);
  const { wallet, limits } = await member.me();
  expect(wallet).toMatchObject({ availableEarned: 50 - 32, heldEarned: 32 });
  expect(limits.activeMachines).toBe(2);
});

test('one key twenty times buys one machine and gives twenty equal answers', async () => {
  const productId = await world.makeProduct(10);
  const member = await world.broker.register();
  const idempotencyKey = randomUUID();
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => member.post('/api/v1/machines', { productId }, { idempotencyKey })),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  expect((await member.me()).wallet).toMatchObject({ availableEarned: 40, heldEarned: 10 });
});

test('a purchase that is repeated after a year and every purge is still the one that was made', async () => {
  const productId = await world.makeProduct(10);
  const member = await world.broker.register();
  const idempotencyKey = randomUUID();
  const first = await member.post('/api/v1/machines', { productId }, { idempotencyKey });
  await world.rows(sql`update idempotency_keys set created_at = now() - interval '1 year'`);
  await createPurgeExpired(world.broker.ctx)();
  const second = await member.post('/api/v1/machines', { productId }, { idempotencyKey });
  expect(second).toMatchObject({ status: 202, body: first.body });
  expect((await member.me()).wallet).toMatchObject({ availableEarned: 40, heldEarned: 10 });
});

test('the last place in stock is sold once', async () => {
  const productId = await world.makeProduct(1, { stock: 1 });
  const members = await Promise.all(Array.from({ length: 4 }, () => world.broker.register()));
  const answers = await Promise.all(members.map((member) => member.post('/api/v1/machines', { productId })));
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 409, 409, 409]);
  expect(answers.filter(({ status }) => status === 409).map(({ body }) => body)).toContainEqual(
    expect.objectContaining({ code: 'out_of_stock' }),
  );
});

test('too few coins: 402 says how many are missing, and nothing was counted', async () => {
  const productId = await world.makeProduct(63);
  const member = await world.broker.register();
  const answer = await member.post('/api/v1/machines', { productId });
  expect(answer.status).toBe(402);
  expect(answer.body).toMatchObject({ code: 'insufficient_coins', params: { missing: 13 } });
  expect((await member.me()).limits.activeMachines).toBe(0);
});

test('a product of a lab that is switched off is shown with the reason and cannot be bought', async () => {
  const productId = await world.makeProduct(1);
  const member = await world.broker.register();
  await world.rows(sql`update labs set breaker_opened_at = now(), breaker_reason = 'captcha'`);
  try {
    const answer = await member.post('/api/v1/machines', { productId });
    expect(answer.body).toMatchObject({ code: 'product_unavailable', params: { reason: 'lab_disabled' } });
    const shop = await world.broker.visitor().get('/api/v1/products');
    expect(shop.body).toMatchObject({
      items: expect.arrayContaining([
        expect.objectContaining({ id: productId, unavailable: 'lab_disabled' }),
      ]),
    });
  } finally {
    await world.rows(sql`update labs set breaker_opened_at = null, breaker_reason = null`);
  }
});

test('the answer to a purchase is the machine as its page shows it, but for its place', async () => {
  const productId = await world.makeProduct(7);
  await world.rows(sql`
    update products set extension_minutes = 30, extension_price = 4, max_life_minutes = 120, idle_minutes = 15,
      refunds_unused_on_stop = true
    where id = ${productId}
  `);
  const member = await world.broker.register();
  const bought = await world.buy(member, productId);
  const { body } = await member.get(`/api/v1/machines/${bought.id}`);
  expect(body).toEqual({ ...bought, queue: (body as { queue: unknown }).queue });
  expect(bought).toMatchObject({
    extension: { minutes: 30, price: 4 },
    idle: { limitMinutes: 15 },
    refundsUnusedOnStop: true,
  });
  // What was bought stays, whatever becomes of the product.
  await world.rows(sql`update products set refunds_unused_on_stop = false where id = ${productId}`);
  expect((await member.get(`/api/v1/machines/${bought.id}`)).body).toMatchObject({
    refundsUnusedOnStop: true,
  });
  const events = await member.get(`/api/v1/machines/${bought.id}/events`);
  expect(events.body).toMatchObject({
    items: [
      { n: 1, kind: 'requested' },
      { n: 2, kind: 'charge', state: 'held', price: 7, refunded: 0 },
    ],
  });
});

test('a product may limit how many of it a member has at once: twelve purchases at once get one', async () => {
  const productId = await world.makeProduct(1);
  await world.rows(sql`update products set per_member_max = 1 where id = ${productId}`);
  const member = await world.broker.register();
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => member.post('/api/v1/machines', { productId })),
  );
  const refused = answers.filter(({ status }) => status !== 202);
  expect(refused).toHaveLength(11);
  expect(refused[0]?.body).toMatchObject({
    code: 'active_machine_limit',
    params: { limit: 1, productName: productId },
  });
  // The other products are not touched by it.
  const other = await world.makeProduct(1);
  expect((await member.post('/api/v1/machines', { productId: other })).status).toBe(202);
});

test('a final refusal stays the answer of its key, one that may pass does not; another act may not use the key', async () => {
  const dear = await world.makeProduct(51);
  const member = await world.broker.register();
  const ask = (productId: string, idempotencyKey: string) =>
    member.post('/api/v1/machines', { productId }, { idempotencyKey });
  expect(await ask(dear, 'dear')).toMatchObject({ status: 402, body: { code: 'insufficient_coins' } });
  await world.rows(sql`update products set price = 50, on_sale = false where id = ${dear}`);
  const repeated = await ask(dear, 'dear');
  expect(repeated).toMatchObject({ status: 402, body: { code: 'insufficient_coins' } });
  expect(repeated.headers.get('idempotency-replayed')).toBe('true');

  expect(await ask(dear, 'closed')).toMatchObject({ status: 409, body: { code: 'product_unavailable' } });
  await world.rows(sql`update products set on_sale = true where id = ${dear}`);
  expect((await ask(dear, 'closed')).status).toBe(202);
  expect(await ask(randomUUID(), 'closed')).toMatchObject({ body: { code: 'idempotency_key_reused' } });
  expect((await member.me()).wallet).toMatchObject({ availableEarned: 0, heldEarned: 50 });
});

test('who was signed out, disabled, or signed in too long ago buys nothing, and a cookie that was tampered with neither', async () => {
  const productId = await world.makeProduct(1);
  const ask = (member: TestSession, headers = {}) =>
    member.post('/api/v1/machines', { productId }, { headers });
  const endings = [
    (id: string) => world.rows(sql`delete from sessions where user_id = ${id}`),
    (id: string) => world.rows(sql`update users set disabled_at = now() where id = ${id}`),
    (id: string) => world.rows(sql`update sessions set expires_at = now() where user_id = ${id}`),
    (id: string) =>
      world.rows(sql`update sessions set created_at = now() - interval '31 days' where user_id = ${id}`),
  ];
  for (const end of endings) {
    const member = await world.broker.register();
    const { id } = await member.me();
    await end(id);
    expect(await ask(member)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    expect(await world.rows(sql`select id from machines where owner_id = ${id}`)).toEqual([]);
    expect(await world.rows(sql`select key from idempotency_keys where scope = ${`member:${id}`}`)).toEqual(
      [],
    );
  }
  const member = await world.broker.register();
  const tampered = member.cookie().replace(/=(.)/, (_, first) => (first === 'A' ? '=B' : '=A'));
  const forged = await ask(member, { cookie: tampered });
  expect(forged).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
  expect((await ask(member)).status).toBe(202);
});

test('a page that was drawn for another member buys nothing, and its own member is asked about in the one statement', async () => {
  const productId = await world.makeProduct(1);
  const [ada, grace] = [await world.broker.register(), await world.broker.register()];
  const headers = { 'coinslot-member': (await ada.me()).id };
  const ask = (member: TestSession) =>
    member.post('/api/v1/machines', { productId }, { headers, idempotencyKey: 'drawn-for-ada' });
  expect(await ask(grace)).toMatchObject({ status: 409, body: { code: 'signed_in_as_another' } });
  expect(await world.rows(sql`select key from idempotency_keys where key = 'drawn-for-ada'`)).toEqual([]);
  const asked = vi.spyOn(pg.Client.prototype, 'query');
  try {
    expect((await ask(ada)).status).toBe(202);
    expect(asked.mock.calls.filter((call) => /\bsessions\b/.test(JSON.stringify(call[0])))).toEqual([]);
  } finally {
    asked.mockRestore();
  }
});

test('members see their place in the queue, and take turns in it', async () => {
  const productId = await world.makeProduct(1);
  const eager = await world.broker.register();
  const late = await world.broker.register();
  const first = await world.buy(eager, productId);
  const second = await world.buy(eager, productId);
  const third = await world.buy(late, productId);
  const place = async (member: typeof eager, id: string) => {
    const { body } = await member.get(`/api/v1/machines/${id}`);
    return (body as { queue: { position: number; of: number } }).queue;
  };
  const [a, b, c] = [
    await place(eager, first.id),
    await place(eager, second.id),
    await place(late, third.id),
  ];
  expect(a.position).toBeLessThan(c.position);
  expect(c.position).toBeLessThan(b.position);
  expect(b.position).toBeLessThanOrEqual(b.of);
});
