import type { SetupTest, SetupTestStep } from '@coinslot/shared/http/admin-sign-in.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { askDiscord, type DiscordContext } from '../api/ask-discord.ts';
import { askForRoles, explainAnswer, GuildRoles } from './list-guild-roles.ts';
import { type Guild, openBotToken, readDiscordRow } from './read-discord-settings.ts';

const Bot = z.object({ id: z.string(), username: z.string() });
const GuildName = z.object({ name: z.string() });
const BotMember = z.object({ roles: z.array(z.string()) });

const createInvite = 1n << 0n;
const administrator = 1n << 3n;

/** Asks Discord for everything that perks need, step by step; the first failure ends it. Also learns the guild's name. */
export async function testGuild(ctx: DiscordContext & Pick<BrokerContext, 'secrets'>): Promise<SetupTest> {
  const steps: SetupTestStep[] = [];
  await runSteps(ctx, steps);
  return { at: new Date().toISOString(), ok: steps.every(({ ok }) => ok), steps };
}

async function runSteps(ctx: DiscordContext & Pick<BrokerContext, 'secrets'>, steps: SetupTestStep[]) {
  const settings = await readDiscordRow(ctx.db);
  const token = openBotToken(ctx, settings.botToken);
  if (token === null || settings.guildId === null) {
    steps.push({
      name: 'Settings',
      ok: false,
      detail: 'The guild’s id and the bot’s token are needed. Save them first.',
    });
    return;
  }
  const guild = {
    guildId: settings.guildId,
    botAuthorization: `Bot ${token}`,
    joinsGuild: settings.joinsGuild,
  };
  const ask = createAsker(ctx, guild, steps);

  const bot = await ask(
    'Bot token',
    '/users/@me',
    Bot,
    ({ username }) => `Accepted: the bot is ${username}.`,
  );
  if (bot === null) return;
  const found = await ask('Guild', `/guilds/${guild.guildId}`, GuildName, ({ name }) => `Found: ${name}.`);
  if (found === null) return;
  await ctx.db.execute(
    sql`update discord_settings set guild_name = ${found.name} where guild_id = ${guild.guildId}`,
  );
  const roles = await readRoles(ctx, guild, steps);
  const path = `/guilds/${guild.guildId}/members/${bot.id}`;
  const member = await ask('Members', path, BotMember, () => 'The bot can read who has which role.');
  if (member === null || roles === null || !guild.joinsGuild) return;
  const own = roles.filter(({ id }) => id === guild.guildId || member.roles.includes(id));
  const rights = own.reduce((all, { permissions }) => all | BigInt(permissions), 0n);
  const mayInvite = (rights & (createInvite | administrator)) !== 0n;
  steps.push({
    name: 'Joining',
    ok: mayInvite,
    detail: mayInvite
      ? 'The bot may bring members into the guild.'
      : 'The bot lacks the permission “Create Invite”: give it to one of the bot’s roles, or switch joining off.',
  });
}

async function readRoles(ctx: DiscordContext, guild: Guild, steps: SetupTestStep[]) {
  const answer = await askForRoles(ctx, guild);
  const roles = answer.outcome === 'answered' ? GuildRoles.safeParse(answer.body).data : undefined;
  steps.push({
    name: 'Roles',
    ok: roles !== undefined,
    detail: roles === undefined ? explainAnswer(answer) : `Read: ${roles.length} roles.`,
  });
  return roles ?? null;
}

function createAsker(ctx: DiscordContext, guild: Guild, steps: SetupTestStep[]) {
  return async <Body>(name: string, path: string, shape: z.ZodType<Body>, tell: (body: Body) => string) => {
    const route = `GET ${path}`;
    const answer = await askDiscord(ctx, {
      method: 'GET',
      path,
      route,
      authorization: guild.botAuthorization,
    });
    const read = answer.outcome === 'answered' ? shape.safeParse(answer.body) : undefined;
    const ok = read?.success === true;
    steps.push({ name, ok, detail: ok ? tell(read.data) : explainAnswer(answer) });
    return ok ? read.data : null;
  };
}
