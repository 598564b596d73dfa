import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newPerson } from '../sign-in/testing/sign-in-world.ts';
import { syncDueMembers } from './index.ts';
import { type DiscordWorld, returnTo, startDiscordWorld } from './testing/discord-world.ts';

let world: DiscordWorld;
beforeAll(async () => {
  world = await startDiscordWorld();
});
afterAll(() => world.close());
beforeEach(() => world.reset());

test('whoever agrees is brought into the guild, and the best of their roles counts', async () => {
  const { guild } = world.discord;
  const { session, person } = await world.agreed();
  expect(guild.members.has(person.id)).toBe(true);
  expect(await world.status(session)).toMatchObject({
    consented: true,
    inGuild: true,
    roles: [],
    problem: null,
  });

  guild.members.set(
    person.id,
    guild.roles.slice(1).map(({ id }) => id),
  );
  await world.query(`update discord_members set synced_at = now() - interval '1 hour'`);
  // At the next sign-in, in the background.
  await world.signIn(world.broker.visitor(), 'discord', person);
  await syncDueMembers(world.broker.ctx);
  expect(await world.status(session)).toMatchObject({
    roles: [{ name: 'Gold' }, { name: 'Supporter' }],
    perks: { discountPercent: 20, activeMachinesMax: 5 },
    syncedAt: expect.any(String),
    perksUntil: expect.any(String),
  });
  expect(await session.me()).toMatchObject({
    perks: { mayBuy: true, discountPercent: 20 },
    limits: { activeMachinesMax: 5 },
  });
});

test('nothing is read of whoever has not agreed', async () => {
  const [session, person] = [world.broker.visitor(), newPerson()];
  world.discord.guild.members.set(person.id, ['200000000000000002']);
  await world.signIn(session, 'discord', person);
  await world.sync();
  expect(world.asked()).toBe(0);
  expect(await world.status(session)).toMatchObject({ available: true, linked: true, consented: false });
  const unlinked = await world.broker.register();
  const refused = await unlinked.post('/api/v1/account/discord/consent', { agreed: true, returnTo });
  expect(refused).toMatchObject({ status: 409, body: { code: 'discord_not_linked' } });
});

test('a consent that was given with another Discord account counts for nothing', async () => {
  const session = world.broker.visitor();
  await world.signIn(session, 'discord', newPerson());
  const other = newPerson();
  expect(await world.agree(session, other)).toBe(`${returnTo}?error=other_discord_account&provider=discord`);
  expect(await world.status(session)).toMatchObject({ consented: false });
  expect(world.discord.guild.members.has(other.id)).toBe(false);
});

test('perks go with the role, with the guild, with the consent and with the identity', async () => {
  const { guild } = world.discord;
  const { session, person } = await world.agreed();
  const gold = guild.roles[2]!.id;
  const discount = async () => (await session.me()).perks.discountPercent;
  const give = async () => {
    guild.members.set(person.id, [gold]);
    await world.sync();
    expect(await discount()).toBe(20);
  };
  await give();
  guild.members.set(person.id, []);
  await world.sync();
  expect(await discount()).toBe(0);
  await give();
  guild.members.delete(person.id);
  await world.sync();
  expect(await world.status(session)).toMatchObject({ inGuild: false, problem: null });
  expect(await discount()).toBe(0);
  await give();
  expect((await session.delete('/api/v1/account/discord/consent')).status).toBe(204);
  expect(await discount()).toBe(0);
  await world.sync();
  expect(await discount()).toBe(0);
  await world.agree(session, person);
  await give();
  await world.query(`delete from identities where subject = $1`, [person.id]);
  expect(await discount()).toBe(0);
});

test('other rules count at once; of another guild nobody’s roles are known', async () => {
  const { guild } = world.discord;
  const { session, person } = await world.agreed();
  guild.members.set(person.id, [guild.roles[2]!.id]);
  await world.sync();
  const perks = { mayBuy: true, activeMachinesMax: null, discountPercent: 50 };
  await world.save({ rules: [{ roleId: guild.roles[2]!.id, roleName: 'Gold', perks }] });
  expect((await session.me()).perks.discountPercent).toBe(50);
  await world.save({ guildId: '200000000000009999' });
  expect((await session.me()).perks.discountPercent).toBe(0);
});

test('by the button, at once; not more often than five times in five minutes', async () => {
  const { guild } = world.discord;
  const { session, person } = await world.agreed();
  guild.members.set(person.id, [guild.roles[1]!.id]);
  const answer = await session.post('/api/v1/account/discord/sync', {});
  expect(answer).toMatchObject({ status: 200, body: { perks: { discountPercent: 10 } } });
  const more = await Promise.all(
    Array.from({ length: 6 }, () => session.post('/api/v1/account/discord/sync', {})),
  );
  expect(more.filter((one) => one.status === 429).length).toBeGreaterThanOrEqual(2);
});
