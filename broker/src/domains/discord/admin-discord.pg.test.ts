import { SetupTest } from '@coinslot/shared/http/admin-sign-in.ts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type DiscordWorld, startDiscordWorld } from './testing/discord-world.ts';

let world: DiscordWorld;
beforeAll(async () => {
  world = await startDiscordWorld();
});
afterAll(() => world.close());
beforeEach(() => world.reset());

test('the token is never shown, and every save is written down without it', async () => {
  const botToken = 'another-token-of-the-bot';
  await world.save({ botToken });
  const settings = await world.admin.get('/api/v1/admin/discord');
  expect(settings.body).toMatchObject({ hasBotToken: true, source: 'settings' });
  const { rows } = await world.query(
    `select * from audit_log where action = 'discord.edit' order by id desc limit 1`,
  );
  expect(rows).toMatchObject([{ after: { botTokenChanged: true } }]);
  const { rows: stored } = await world.query('select bot_token from discord_settings');
  expect(JSON.stringify([settings.body, rows, stored])).not.toContain(botToken);
  await world.query('update discord_settings set bot_token = null');
  expect(await world.readSettings()).toMatchObject({ hasBotToken: true, source: 'environment' });
});

test('of two who save at once, one is told; nonsense is refused by its field', async () => {
  const { revision } = await world.readSettings();
  const body = {
    guildId: null,
    joinsGuild: false,
    buyersOnlyWithPerk: false,
    inviteUrl: null,
    rules: [],
    revision,
  };
  const answers = await Promise.all([1, 2].map(() => world.admin.put('/api/v1/admin/discord', body)));
  expect(answers.map((one) => one.status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  const wrong = await world.admin.put('/api/v1/admin/discord', {
    ...body,
    guildId: 'x',
    inviteUrl: 'javascript:1',
  });
  expect(wrong).toMatchObject({
    status: 400,
    body: { fields: { '/guildId': expect.any(String), '/inviteUrl': expect.any(String) } },
  });
});

test('the test says step by step what works, and what to do where it does not', async () => {
  const { guild } = world.discord;
  const run = async () => SetupTest.parse((await world.admin.post('/api/v1/admin/discord/test', {})).body);
  const good = await run();
  expect(good).toMatchObject({ ok: true });
  expect(good.steps.map(({ name }) => name)).toEqual(['Bot token', 'Guild', 'Roles', 'Members', 'Joining']);
  expect((await world.readSettings()).guildName).toBe(guild.name);
  const everyone = guild.roles[0]!;
  const { permissions } = everyone;
  everyone.permissions = '1024';
  expect((await run()).steps.at(-1)).toMatchObject({
    ok: false,
    detail: expect.stringContaining('Create Invite'),
  });
  everyone.permissions = permissions;
  await world.save({ guildId: '200000000000009999' });
  expect((await run()).steps.at(-1)).toMatchObject({ name: 'Guild', ok: false });
  await world.save({ botToken: 'a-wrong-token-of-the-bot' });
  expect((await run()).steps).toMatchObject([
    { name: 'Bot token', ok: false, detail: expect.stringContaining('copy it again') },
  ]);
  await world.query('update discord_settings set bot_token = null');
});

test('the guild’s roles can be chosen from, and everybody can be read again', async () => {
  await world.agreed();
  const { body } = await world.admin.get('/api/v1/admin/discord/roles');
  expect(body).toEqual({
    items: [
      { id: '200000000000000002', name: 'Gold', color: '#d4a017' },
      { id: '200000000000000001', name: 'Supporter', color: '#2f80ed' },
    ],
  });
  expect(await world.admin.post('/api/v1/admin/discord/sync', {})).toMatchObject({
    status: 202,
    body: { members: 1 },
  });
  world.discord.guild.fails = { status: 500, body: {} };
  expect(await world.admin.get('/api/v1/admin/discord/roles')).toMatchObject({
    status: 503,
    body: { code: 'provider_unavailable' },
  });
});
