import { ProductList } from '@coinslot/shared/http/products.ts';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestSession } from '../../testing/test-session.ts';
import { type MachineWorld, openMachineWorld } from '../machines/testing/machine-world.ts';

let world: MachineWorld;
beforeAll(async () => {
  world = await openMachineWorld({ BROKER_ACTIVE_MACHINES_MAX: '2' });
  await world.rows(sql`
    insert into discord_perk_rules (role_id, role_name, may_buy, active_machines_max, discount_percent) values
      ('1', 'Supporter', false, null, 25), ('2', 'Crew', true, 3, 10), ('3', 'Owner', true, 1, 100)`);
});
afterAll(() => world.close());

/** As if their roles had been read just now. */
async function giveRoles(session: TestSession, roles: string[], keptFor = '1 hour'): Promise<void> {
  const { id } = await session.me();
  await world.rows(sql`
    with identity as (
      insert into identities (user_id, issuer, subject) values (${id}, 'discord', ${id})
      on conflict (issuer, subject) do update set updated_at = now() returning id
    )
    insert into discord_members (user_id, identity_id, in_guild, roles, synced_at, perks_until)
    select ${id}, identity.id, true, ${sql.param(roles)}::text[], now(), now() + ${keptFor}::interval from identity
    on conflict (user_id) do update set roles = excluded.roles, perks_until = excluded.perks_until`);
}

const buy = (session: TestSession, body: object) => session.post('/api/v1/machines', body);
async function readProduct(session: TestSession, productId: string) {
  const { items } = ProductList.parse((await session.get('/api/v1/products')).body);
  return items.find(({ id }) => id === productId);
}

test('a discount is shown and taken, rounded down in the member’s favour, and more time costs less too', async () => {
  const productId = await world.makeProduct(10, { extension: { minutes: 30, price: 7 } });
  const member = await world.broker.register();
  await giveRoles(member, ['1', '2']);
  expect((await member.me()).perks).toEqual({ mayBuy: true, discountPercent: 25 });
  const shown = await readProduct(member, productId);
  expect(shown).toMatchObject({ price: 7, listPrice: 10, extension: { price: 5 } });
  expect(await readProduct(world.broker.visitor(), productId)).toMatchObject({ price: 10, listPrice: 10 });

  const answer = await buy(member, { productId, revision: shown!.revision, price: 7 });
  expect(answer).toMatchObject({ status: 202, body: { charge: { price: 7 }, extension: { price: 5 } } });
  expect((await member.me()).wallet).toMatchObject({ availableEarned: 43, heldEarned: 7 });
});

test('a price that is not the shown one any more is refused, and nothing is charged', async () => {
  const productId = await world.makeProduct(10);
  const member = await world.broker.register();
  await giveRoles(member, ['1']);
  await giveRoles(member, []);
  const stale = await buy(member, { productId, price: 7 });
  expect(stale).toMatchObject({ status: 409, body: { code: 'product_changed' } });
  expect((await member.me()).wallet).toMatchObject({ availableEarned: 50, heldEarned: 0 });
  expect((await buy(member, { productId, price: 10 })).status).toBe(202);
});

test('a role’s limit takes the place of everybody’s', async () => {
  const productId = await world.makeProduct(1);
  const [crew, plain] = [await world.broker.register(), await world.broker.register()];
  await giveRoles(crew, ['2']);
  for (const [session, most] of [
    [crew, 3],
    [plain, 2],
  ] as const) {
    expect((await session.me()).limits.activeMachinesMax).toBe(most);
    const answers = await Promise.all(Array.from({ length: 6 }, () => buy(session, { productId })));
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(most);
  }
});

test('a full discount costs nothing, and is a purchase all the same', async () => {
  const productId = await world.makeProduct(10);
  const member = await world.broker.register();
  await giveRoles(member, ['3']);
  expect(await buy(member, { productId, price: 0 })).toMatchObject({
    status: 202,
    body: { charge: { price: 0 } },
  });
  expect((await member.me()).wallet).toMatchObject({ availableEarned: 50 });
});

test('a shop for certain roles alone sells to nobody else; last known roles count until their time is over', async () => {
  const productId = await world.makeProduct(1);
  const [crew, supporter, plain] = [
    await world.broker.register(),
    await world.broker.register(),
    await world.broker.register(),
  ];
  await giveRoles(crew, ['2']);
  await giveRoles(supporter, ['1']);
  await world.rows(sql`update discord_settings set buyers_only_with_perk = true`);
  try {
    expect((await buy(crew, { productId })).status).toBe(202);
    for (const session of [supporter, plain]) {
      expect(await buy(session, { productId })).toMatchObject({
        status: 403,
        body: { code: 'perk_required' },
      });
      expect((await session.me()).perks.mayBuy).toBe(false);
    }
    await giveRoles(crew, ['2'], '-1 second');
    expect(await buy(crew, { productId })).toMatchObject({ body: { code: 'perk_required' } });
  } finally {
    await world.rows(sql`update discord_settings set buyers_only_with_perk = false`);
  }
  expect((await buy(plain, { productId })).status).toBe(202);
});

test('without Discord, the identity or the consent there are no perks', async () => {
  const member = await world.broker.register();
  await giveRoles(member, ['1']);
  const { id } = await member.me();
  await world.rows(sql`delete from identities where user_id = ${id} and issuer = 'discord'`);
  expect((await member.me()).perks).toEqual({ mayBuy: true, discountPercent: 0 });
  expect(await world.rows(sql`select 1 from discord_members where user_id = ${id}`)).toEqual([]);
});
