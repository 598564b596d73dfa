import type { Answer, Exchange } from './http-exchange.ts';
import type { ProviderStandIn } from './provider-stand-in.ts';

/** A guild at the Discord stand-in, with one bot. */
export interface Guild {
  id: string;
  name: string;
  botId: string;
  botToken: string;
  roles: {
    id: string;
    name: string;
    color: number;
    position: number;
    permissions: string;
    managed: boolean;
  }[];
  /** Discord id → role ids. */
  members: Map<string, string[]>;
  /** What the API below the guild answers instead. */
  fails: Answer | null;
}

const inviteAndRead = '1025';

export function createGuild(): Guild {
  const id = '200000000000000000';
  const role = (n: number, name: string, color: number) => ({
    id: `20000000000000000${n}`,
    name,
    color,
    position: n,
    permissions: '1024',
    managed: false,
  });
  const botId = '900000000000000001';
  return {
    id,
    name: 'Stand-in Guild',
    botId,
    botToken: 'bot-token-of-the-stand-in',
    roles: [
      { id, name: '@everyone', color: 0, position: 0, permissions: inviteAndRead, managed: false },
      role(1, 'Supporter', 0x2f_80_ed),
      role(2, 'Gold', 0xd4_a0_17),
    ],
    members: new Map([[botId, []]]),
    fails: null,
  };
}

const unauthorized: Answer = { status: 401, body: { message: '401: Unauthorized', code: 0 } };

/** Discord's API as the bot sees it. */
export function answerGuild(standIn: ProviderStandIn, exchange: Exchange): Answer {
  const { guild } = standIn;
  if (guild.fails !== null) return guild.fails;
  const path = exchange.url.pathname.replace(/^\/api\/v10/, '');
  if (exchange.headers.authorization !== `Bot ${guild.botToken}`) return unauthorized;
  if (path === '/users/@me')
    return { status: 200, body: { id: guild.botId, username: 'coinslot-bot', bot: true } };
  const [, , guildId, kind, userId] = path.split('/');
  if (guildId !== guild.id) return { status: 404, body: { message: 'Unknown Guild', code: 10_004 } };
  if (kind === undefined) return { status: 200, body: { id: guild.id, name: guild.name } };
  if (kind === 'roles') return { status: 200, body: guild.roles };
  if (kind !== 'members' || userId === undefined)
    return { status: 404, body: { message: '404: Not Found', code: 0 } };
  return exchange.method === 'PUT' ? join(standIn, userId, exchange) : readMember(guild, userId);
}

function readMember(guild: Guild, userId: string): Answer {
  const roles = guild.members.get(userId);
  return roles === undefined
    ? { status: 404, body: { message: 'Unknown Member', code: 10_007 } }
    : { status: 200, body: { user: { id: userId }, nick: null, roles, joined_at: '2026-01-01T00:00:00Z' } };
}

/** Only with a token of this very person that carries guilds.join. */
function join({ guild, codes }: ProviderStandIn, userId: string, { body }: Exchange): Answer {
  const said = JSON.parse(body) as { access_token?: string };
  const token = codes.tokens.get(said.access_token ?? '');
  if (token?.person?.id !== userId || !token.scope.split(' ').includes('guilds.join')) {
    return { status: 403, body: { message: 'Invalid OAuth2 access token', code: 50_025 } };
  }
  if (guild.members.has(userId)) return { status: 204 };
  guild.members.set(userId, []);
  return { status: 201, body: { user: { id: userId }, roles: [] } };
}
