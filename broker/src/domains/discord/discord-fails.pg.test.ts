import { SetupTest } from '@coinslot/shared/http/admin-sign-in.ts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Answer } from '../sign-in/testing/http-exchange.ts';
import { newPerson } from '../sign-in/testing/sign-in-world.ts';
import { syncDueMembers } from './index.ts';
import { type DiscordWorld, refusalsMax, startDiscordWorld } from './testing/discord-world.ts';

let world: DiscordWorld;
beforeAll(async () => {
  world = await startDiscordWorld();
});
afterAll(() => world.close());
beforeEach(() => world.reset());

const failures: [string, Answer | 'slow', string][] = [
  ['refuses the bot', { status: 401, body: { message: '401: Unauthorized' } }, 'bot_refused'],
  ['forbids it', { status: 403, body: { code: 50_001 } }, 'bot_refused'],
  ['does not know the guild', { status: 404, body: { code: 10_004 } }, 'bot_refused'],
  ['answers 500', { status: 500, body: {} }, 'discord_unreachable'],
  ['answers 502 with a page', { status: 502, body: '<h1>Bad gateway</h1>' }, 'discord_unreachable'],
  ['answers nonsense', { status: 200, body: '<h1>Welcome</h1>' }, 'discord_unreachable'],
  ['answers another shape', { status: 200, body: { roles: 'many' } }, 'discord_unreachable'],
  [
    'sends the bot elsewhere',
    { status: 302, headers: { location: 'http://127.0.0.1:1/' } },
    'discord_unreachable',
  ],
  ['is slow', 'slow', 'discord_unreachable'],
];
test.each(failures)('%s: last known perks count, signing in works, it is told', async (_, how, problem) => {
  const { discord } = world;
  const { session, person } = await world.agreed();
  discord.guild.members.set(person.id, [discord.guild.roles[2]!.id]);
  await world.sync();
  if (how === 'slow') discord.spoil = { slowMs: 1000 };
  else discord.guild.fails = how;
  await world.sync();
  expect(await world.status(session)).toMatchObject({
    problem,
    inGuild: true,
    perks: { discountPercent: 20 },
  });
  discord.spoil = {};
  expect(await world.signIn(world.broker.visitor(), 'discord', person)).toBe('/machines');
  await world.query(`update discord_members set perks_until = now()`);
  expect((await session.me()).perks.discountPercent).toBe(0);
  discord.guild.fails = null;
  await world.sync();
  expect(await world.status(session)).toMatchObject({ problem: null, perks: { discountPercent: 20 } });
});

test('a consent is kept when joining or reading fails just then', async () => {
  const { discord } = world;
  discord.guild.fails = { status: 503, body: {} };
  const { session } = await world.agreed();
  expect(await world.status(session)).toMatchObject({ consented: true, problem: 'discord_unreachable' });
  discord.guild.fails = null;
  await world.sync();
  expect(await world.status(session)).toMatchObject({ consented: true, inGuild: false, problem: null });
});

test('asked to wait, nobody asks before: neither this member’s roles nor, when it is global, anything', async () => {
  const { discord } = world;
  const { person } = await world.agreed();
  discord.log.length = 0;
  const headers = { 'retry-after': '30', 'x-ratelimit-global': 'true' };
  discord.guild.fails = { status: 429, headers, body: { retry_after: 30, global: true } };
  await world.sync();
  expect(world.asked()).toBe(1);
  discord.guild.fails = null;
  await world.sync();
  expect(SetupTest.parse((await world.admin.post('/api/v1/admin/discord/test', {})).body)).toMatchObject({
    ok: false,
    steps: [{ detail: expect.stringContaining('asked to wait') }],
  });
  expect(world.asked()).toBe(1);
  expect((await world.readSettings()).breaker.pausedUntil).not.toBeNull();
  await world.query(`update discord_pauses set until = now()`);
  await world.sync();
  expect(world.asked()).toBe(2);
  expect(await world.signIn(world.broker.visitor(), 'discord', person)).toBe('/machines');
});

test('an address that is used up is not asked before it says so', async () => {
  const { discord } = world;
  await world.agreed();
  discord.log.length = 0;
  const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-after': '20' };
  discord.guild.fails = { status: 200, headers, body: { roles: [] } };
  await world.sync();
  await world.sync();
  expect(world.asked()).toBe(1);
});

test('far below Discord’s ban nothing is sent any more, over all brokers; signing in still works', async () => {
  const { discord } = world;
  const { session, person } = await world.agreed();
  await world.query(
    `with u as (insert into users (name, email) select 'M', 'm' || n || '@b.example' from generate_series(1, 300) n returning id),
       i as (insert into identities (user_id, issuer, subject) select id, 'discord', 'd' || id from u returning id, user_id)
       insert into discord_members (user_id, identity_id) select user_id, id from i`,
  );
  discord.log.length = 0;
  discord.guild.fails = { status: 401, body: { message: '401: Unauthorized' } };
  const brokers = 3;
  for (let round = 0; round < 10; round += 1) {
    await world.query('update discord_members set next_sync_at = now()');
    await Promise.all(Array.from({ length: brokers }, () => syncDueMembers(world.broker.ctx)));
  }
  // Those that were on the way when it opened: five of each broker.
  expect(world.asked()).toBeGreaterThanOrEqual(refusalsMax);
  expect(world.asked()).toBeLessThanOrEqual(refusalsMax + 5 * brokers);
  expect((await world.readSettings()).breaker).toMatchObject({
    limit: refusalsMax,
    openUntil: expect.any(String),
  });
  const before = world.asked();
  expect((await session.post('/api/v1/account/discord/sync', {})).body).toMatchObject({ consented: true });
  expect(world.asked()).toBe(before);

  discord.spoil = { token: { status: 401, body: { error: 'invalid_client' } } };
  const tries = await Promise.all(
    Array.from({ length: 40 }, () => world.signIn(world.broker.visitor(), 'discord', newPerson())),
  );
  expect(tries.every((location) => location.includes('error=provider_'))).toBe(true);
  discord.spoil = {};
  await world.query('delete from discord_refusals');
  expect(await world.signIn(world.broker.visitor(), 'discord', person)).toBe('/machines');
});

test('a wrong secret that everybody runs into stops before the ban as well', async () => {
  const { discord } = world;
  discord.spoil = { token: { status: 401, body: { error: 'invalid_client' } } };
  for (let n = 0; n < 3 * refusalsMax; n += 1) {
    await world.signIn(world.broker.visitor(), 'discord', newPerson());
  }
  const refused = discord.log.filter(({ status }) => status === 401).length;
  expect(refused).toBe(2 * refusalsMax);
});
