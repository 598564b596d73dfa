import { PoolList } from '@coinslot/shared/http/admin-pools.ts';
import { AdminProductList } from '@coinslot/shared/http/admin-products.ts';
import { ProductList } from '@coinslot/shared/http/products.ts';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestSession } from '../../testing/test-session.ts';
import { type MachineWorld, openMachineWorld } from '../machines/testing/machine-world.ts';

// What an admin changes while members buy.
let world: MachineWorld;
let admin: TestSession;
beforeAll(async () => {
  world = await openMachineWorld({ BROKER_ACTIVE_MACHINES_MAX: '50' });
  admin = await world.broker.registerAdmin();
});
afterAll(() => world.close());

async function edit(productId: string, changes: object): Promise<void> {
  const { items } = AdminProductList.parse((await admin.get('/api/v1/admin/products')).body);
  const product = items.find(({ id }) => id === productId);
  if (product === undefined) throw new Error('no such product');
  const { id: _, poolName: _p, labName: _l, stockUsed: _s, activeMachines: _a, ...rest } = product;
  const { soldCount: _c, unavailable: _u, archivedAt: _t, createdAt: _d, ...terms } = rest;
  const answer = await admin.put(`/api/v1/admin/products/${productId}`, { ...terms, ...changes });
  expect(answer.status).toBe(200);
}

async function shown(productId: string) {
  const shop = ProductList.parse((await world.broker.visitor().get('/api/v1/products')).body);
  const product = shop.items.find(({ id }) => id === productId);
  if (product === undefined) throw new Error('not in the shop');
  return product;
}

async function stockOf(productId: string) {
  const [row] = await world.rows(sql`
    select stock, stock_used as used,
      (select count(*) from machines m where m.product_id = p.id and m.ended_at is null) as active
    from products p where id = ${productId}
  `);
  return row;
}

test('a price that changed after it was shown is not taken: the buyer is asked again, and pays what is shown then', async () => {
  const productId = await world.makeProduct(3);
  const member = await world.broker.register();
  const { revision } = await shown(productId);
  await edit(productId, { price: 40 });
  const buy = (known?: number) => member.post('/api/v1/machines', { productId, revision: known });
  expect(await buy(revision)).toMatchObject({
    status: 409,
    body: { code: 'product_changed', params: { revision: revision + 1 } },
  });
  expect((await member.me()).wallet).toMatchObject({ availableEarned: 50, heldEarned: 0 });
  const now = await shown(productId);
  expect(now).toMatchObject({ price: 40, revision: revision + 1 });
  expect(await buy(now.revision)).toMatchObject({ status: 202, body: { charge: { price: 40 } } });
  // A program that sends none takes the terms of that moment.
  await edit(productId, { price: 2 });
  expect(await buy()).toMatchObject({ status: 202, body: { charge: { price: 2 } } });
});

test('a limit set on a product counts the machines that run already; taken away and set again it is still true', async () => {
  const productId = await world.makeProduct(1);
  const member = await world.broker.register();
  const first = await world.buy(member, productId);
  await world.buy(member, productId);
  const buy = () => member.post('/api/v1/machines', { productId });
  await edit(productId, { stock: 1 });
  expect(await stockOf(productId)).toEqual({ stock: 1, used: 2, active: 2 });
  expect(await buy()).toMatchObject({ status: 409, body: { code: 'out_of_stock' } });
  await member.post(`/api/v1/machines/${first.id}/cancel`);
  expect(await stockOf(productId)).toEqual({ stock: 1, used: 1, active: 1 });
  await edit(productId, { stock: null });
  const third = await world.buy(member, productId);
  await edit(productId, { stock: 3 });
  expect(await stockOf(productId)).toEqual({ stock: 3, used: 2, active: 2 });
  await member.post(`/api/v1/machines/${third.id}/cancel`);
  await world.buy(member, productId);
  await world.buy(member, productId);
  expect(await stockOf(productId)).toEqual({ stock: 3, used: 3, active: 3 });
  expect((await shown(productId)).unavailable).toBe('out_of_stock');
});

test('a limit that comes and goes while many buy and cancel counts every machine once', async () => {
  const productId = await world.makeProduct(1);
  const members = await Promise.all(Array.from({ length: 8 }, () => world.broker.register()));
  const endless = Array.from({ length: 4 }, (_, round) => (round % 2 === 0 ? 12 : null));
  for (const stock of [...endless, 20]) {
    const trades = members.map(async (member) => {
      const bought = await member.post('/api/v1/machines', { productId });
      if (bought.status !== 202) return;
      const { id } = bought.body as { id: string };
      await Promise.all([
        member.post(`/api/v1/machines/${id}/cancel`),
        member.post('/api/v1/machines', { productId }),
      ]);
    });
    await Promise.all([...trades, edit(productId, { stock })]);
    const now = await stockOf(productId);
    expect(now).toMatchObject({ stock, used: stock === null ? 0 : now?.['active'] });
  }
});

test('nothing is sold that no worker in service can run: none with the labels, or only such as were taken out', async () => {
  const productId = await world.makeProduct(1);
  const [pool] = PoolList.parse((await admin.get('/api/v1/admin/pools')).body).items;
  const why = async () => (await shown(productId)).unavailable;
  expect(await why()).toBeNull();
  for (const state of ['draining', 'drained', 'locked', 'revoked']) {
    await world.rows(sql`update workers set state = ${state}`);
    expect({ state, why: await why() }).toEqual({ state, why: 'no_worker' });
  }
  await world.rows(sql`update workers set state = 'active'`);
  const { id, name, revision } = pool ?? {};
  expect(await admin.put(`/api/v1/admin/pools/${id}`, { name, labels: ['gpu'], revision })).toMatchObject({
    status: 200,
  });
  expect(await why()).toBe('no_worker');
  expect(await (await world.broker.register()).post('/api/v1/machines', { productId })).toMatchObject({
    status: 409,
    body: { code: 'product_unavailable', params: { reason: 'no_worker' } },
  });
  await world.rows(sql`update workers set labels = '{gpu,eu}'`);
  expect(await why()).toBeNull();
});
