import { randomUUID } from 'node:crypto';
import { Pool, PoolList } from '@coinslot/shared/http/admin-pools.ts';
import { AdminProduct, AdminProductList } from '@coinslot/shared/http/admin-products.ts';
import { ProductList } from '@coinslot/shared/http/products.ts';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TestSession } from '../../testing/test-session.ts';
import { type MachineWorld, openMachineWorld } from '../machines/testing/machine-world.ts';

let world: MachineWorld;
let admin: TestSession;
let poolId: string;
beforeEach(async () => {
  world = await openMachineWorld();
  admin = await world.broker.registerAdmin();
  const pools = PoolList.parse((await admin.get('/api/v1/admin/pools')).body);
  poolId = pools.items[0]?.id ?? '';
});
afterEach(() => world.close());

function draft(extra: object = {}) {
  const base = { name: 'GPU box', poolId, labId: world.labId, template: 'linux-medium', durationMinutes: 60 };
  return {
    ...base,
    price: 12,
    attributes: { size: 'l', gpu: { model: 'L4', count: 1, memoryMb: 24_576 } },
    ...extra,
  };
}

async function create(extra: object = {}): Promise<AdminProduct> {
  const answer = await admin.post('/api/v1/admin/products', draft(extra));
  expect(answer).toMatchObject({ status: 201 });
  return AdminProduct.parse(answer.body);
}

test('a product is made off sale, put on sale, shown with its terms, and every step is audited', async () => {
  const made = await create({
    extension: { minutes: 30, price: 6 },
    maxLifeMinutes: 240,
    idleMinutes: 20,
    perMemberMax: 1,
    stock: 2,
  });
  expect(made).toMatchObject({ onSale: false, unavailable: 'off_sale', revision: 1, soldCount: 0 });
  const { id, revision } = made;
  const put = await admin.put(`/api/v1/admin/products/${id}`, {
    ...draft({
      onSale: true,
      extension: { minutes: 30, price: 6 },
      maxLifeMinutes: 240,
      perMemberMax: 1,
      stock: 2,
    }),
    revision,
  });
  expect(put).toMatchObject({ status: 200, body: { onSale: true, unavailable: null, revision: 2 } });
  const shop = ProductList.parse((await world.broker.visitor().get('/api/v1/products')).body);
  expect(shop.items.find((product) => product.id === id)).toMatchObject({
    extension: { minutes: 30, price: 6 },
    maxLifeMinutes: 240,
    stockLeft: 2,
    perMemberMax: 1,
    attributes: { size: 'l', gpu: { model: 'L4' } },
    unavailable: null,
  });
  expect(shop.items.find(({ name }) => name === 'Linux small')).toMatchObject({
    stockLeft: null,
    extension: { minutes: 30, price: 5 },
  });
  const log = await admin.get('/api/v1/admin/audit');
  expect(log.body).toMatchObject({
    items: expect.arrayContaining([
      expect.objectContaining({ action: 'product.create', targetId: id }),
      expect.objectContaining({
        action: 'product.edit',
        targetId: id,
        before: expect.objectContaining({ onSale: false, idleMinutes: 20 }),
        after: expect.objectContaining({ onSale: true, idleMinutes: null }),
      }),
    ]),
  });
});

test('an edit of what somebody else changed meanwhile is refused, and so is a name that is taken', async () => {
  const product = await create();
  const other = await create({ name: 'Another' });
  const edit = { ...draft({ price: 13 }), revision: product.revision };
  const [first, second] = await Promise.all([
    admin.put(`/api/v1/admin/products/${product.id}`, edit),
    admin.put(`/api/v1/admin/products/${product.id}`, { ...edit, price: 14 }),
  ]);
  expect(new Set([first.status, second.status])).toEqual(new Set([200, 409]));
  const refused = first.status === 409 ? first : second;
  expect(refused.body).toMatchObject({ code: 'edited_meanwhile', params: { revision: 2 } });
  const taken = await admin.put(`/api/v1/admin/products/${other.id}`, { ...draft(), revision: 1 });
  expect(taken).toMatchObject({
    status: 409,
    body: { code: 'name_taken', fields: { '/name': expect.any(String) } },
  });
});

test('a repeat of a creation with its key makes one product', async () => {
  const options = { idempotencyKey: randomUUID() };
  const [one, two] = await Promise.all([
    admin.post('/api/v1/admin/products', draft(), options),
    admin.post('/api/v1/admin/products', draft(), options),
  ]);
  expect(one.body).toEqual(two.body);
  const list = AdminProductList.parse((await admin.get('/api/v1/admin/products')).body);
  expect(list.items.filter(({ name }) => name === 'GPU box')).toHaveLength(1);
});

test('terms that contradict each other or that the lab cannot keep are refused by their fields', async () => {
  const short = await admin.post('/api/v1/admin/products', draft({ maxLifeMinutes: 30 }));
  expect(short).toMatchObject({ status: 400, body: { fields: { '/maxLifeMinutes': expect.any(String) } } });
  const noRoom = await admin.post(
    '/api/v1/admin/products',
    draft({ extension: { minutes: 30, price: 1 }, maxLifeMinutes: 80 }),
  );
  expect(noRoom).toMatchObject({ status: 400, body: { fields: { '/maxLifeMinutes': expect.any(String) } } });
  await world.rows(sql`update labs set recipe = 'unknown' where id = ${world.labId}`);
  const cannot = await admin.post(
    '/api/v1/admin/products',
    draft({ extension: { minutes: 30, price: 1 }, idleMinutes: 5 }),
  );
  expect(cannot).toMatchObject({
    status: 400,
    body: { fields: { '/extension': expect.any(String), '/idleMinutes': expect.any(String) } },
  });
  const nowhere = await admin.post(
    '/api/v1/admin/products',
    draft({ poolId: randomUUID(), labId: randomUUID() }),
  );
  expect(nowhere).toMatchObject({
    status: 400,
    body: { fields: { '/poolId': 'is no pool', '/labId': 'is no lab' } },
  });
});

test('what was sold is archived and restored, never deleted; machines keep the terms they were bought under', async () => {
  const { id } = await create({ onSale: true, stock: 3 });
  const member = await world.broker.register();
  const machine = await world.buy(member, id);
  const cheaper = { ...draft({ onSale: true, price: 1, durationMinutes: 5, stock: 0 }), revision: 1 };
  const edited = await admin.put(`/api/v1/admin/products/${id}`, cheaper);
  expect(edited).toMatchObject({
    status: 200,
    body: { stockUsed: 1, activeMachines: 1, soldCount: 1, unavailable: 'out_of_stock' },
  });
  expect((await member.get(`/api/v1/machines/${machine.id}`)).body).toMatchObject({
    durationMinutes: 60,
    charge: { price: 12 },
  });
  const refused = await admin.delete(`/api/v1/admin/products/${id}`);
  expect(refused).toMatchObject({
    status: 409,
    body: { code: 'still_in_use', detail: expect.stringContaining('archive') },
  });
  const archived = await admin.post(`/api/v1/admin/products/${id}/archive`, { revision: 2 });
  expect(archived).toMatchObject({
    status: 200,
    body: { onSale: false, archivedAt: expect.any(String), revision: 3 },
  });
  expect(
    ProductList.parse((await admin.get('/api/v1/products')).body).items.map((one) => one.id),
  ).not.toContain(id);
  expect((await admin.get('/api/v1/admin/products?archived=true')).body).toMatchObject({ items: [{ id }] });
  const backOnSale = await admin.put(`/api/v1/admin/products/${id}`, { ...cheaper, revision: 3 });
  expect(backOnSale).toMatchObject({ status: 400, body: { fields: { '/onSale': expect.any(String) } } });
  const restored = await admin.post(`/api/v1/admin/products/${id}/restore`, { revision: 3 });
  expect(restored).toMatchObject({ status: 200, body: { onSale: false, archivedAt: null } });
  expect(
    await admin.delete(`/api/v1/admin/products/${(await create({ name: 'Never sold' })).id}`),
  ).toMatchObject({ status: 204 });
});

test('a pool counts what depends on it and is deleted only when nothing does', async () => {
  const made = await admin.post('/api/v1/admin/pools', { name: 'gpu', labels: ['gpu', 'eu', 'gpu'] });
  expect(made).toMatchObject({
    status: 201,
    body: { labels: ['eu', 'gpu'], workers: 0, slots: 0, products: 0 },
  });
  const pool = Pool.parse(made.body);
  await create({ poolId: pool.id });
  const refused = await admin.delete(`/api/v1/admin/pools/${pool.id}`);
  expect(refused).toMatchObject({
    status: 409,
    body: { code: 'still_in_use', detail: expect.stringContaining('1 product.') },
  });
  const renamed = await admin.put(`/api/v1/admin/pools/${pool.id}`, { name: 'default', revision: 1 });
  expect(renamed).toMatchObject({ status: 409, body: { code: 'name_taken' } });
  const edited = await admin.put(`/api/v1/admin/pools/${pool.id}`, {
    name: 'gpus',
    labels: ['gpu'],
    revision: 1,
  });
  expect(edited).toMatchObject({
    status: 200,
    body: { name: 'gpus', labels: ['gpu'], products: 1, revision: 2 },
  });
  await world.rows(sql`delete from products where pool_id = ${pool.id}`);
  expect(await admin.delete(`/api/v1/admin/pools/${pool.id}`)).toMatchObject({ status: 204 });
});

test('a pool that nobody works for makes its products unavailable, and the shop says so', async () => {
  const pool = Pool.parse((await admin.post('/api/v1/admin/pools', { name: 'empty' })).body);
  const product = await create({ poolId: pool.id, onSale: true });
  expect(product.unavailable).toBe('no_worker');
  const answer = await (await world.broker.register()).post('/api/v1/machines', { productId: product.id });
  expect(answer).toMatchObject({
    status: 409,
    body: { code: 'product_unavailable', params: { reason: 'no_worker' } },
  });
});
