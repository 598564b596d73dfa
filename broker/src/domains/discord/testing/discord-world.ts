import { DiscordSettings } from '@coinslot/shared/http/admin-discord.ts';
import { DiscordStatus } from '@coinslot/shared/http/discord.ts';
import type { TestSession } from '../../../testing/test-session.ts';
import type { Person } from '../../sign-in/testing/people.ts';
import type { ProviderStandIn } from '../../sign-in/testing/provider-stand-in.ts';
import {
  choose,
  comeBack,
  newPerson,
  type SignInWorld,
  startSignInWorld,
  urlOf,
} from '../../sign-in/testing/sign-in-world.ts';
import { syncDueMembers } from '../index.ts';

/** The page from which members agree, and to which they come back. */
export const returnTo = '/account/discord';
/** At so many refused requests the breaker of this world opens. */
export const refusalsMax = 12;

/** A broker whose Discord is a stand-in with a guild, and an admin. */
export interface DiscordWorld extends SignInWorld {
  discord: ProviderStandIn;
  admin: TestSession;
  /** The guild as it was, nobody who agreed, nothing refused, both roles with perks: 10 %, and 20 % with five machines. */
  reset: () => Promise<void>;
  /** Saves the guild's settings with these changes. Throws when that is refused. */
  save: (changes?: object) => Promise<void>;
  readSettings: () => Promise<DiscordSettings>;
  status: (session: TestSession) => Promise<DiscordStatus>;
  /** Agrees that roles are read; answers where the browser was sent at last. */
  agree: (session: TestSession, as: Person) => Promise<string>;
  /** Somebody new who came by Discord and agreed. */
  agreed: () => Promise<{ session: TestSession; person: Person }>;
  /** Reads everybody's roles, as one round of the loop does for those whose turn it is. */
  sync: () => Promise<void>;
  /** How many requests about the guild arrived. */
  asked: () => number;
}

export async function startDiscordWorld(): Promise<DiscordWorld> {
  const world = await startSignInWorld({
    BROKER_DISCORD_REFUSALS_MAX: String(refusalsMax),
    BROKER_PROVIDER_TIMEOUT_MS: '300',
  });
  const { broker, standIns } = world;
  const { discord } = standIns;
  const admin = await broker.registerAdmin();
  const readSettings = async () => DiscordSettings.parse((await admin.get('/api/v1/admin/discord')).body);

  async function save(changes: object = {}): Promise<void> {
    const { revision } = await readSettings();
    const rules = discord.guild.roles.slice(1).map(({ id, name }, at) => ({
      roleId: id,
      roleName: name,
      perks: { mayBuy: true, activeMachinesMax: at === 0 ? null : 5, discountPercent: 10 * (at + 1) },
    }));
    const settings = {
      guildId: discord.guild.id,
      joinsGuild: true,
      buyersOnlyWithPerk: false,
      inviteUrl: null,
    };
    const answer = await admin.put('/api/v1/admin/discord', { ...settings, rules, revision, ...changes });
    if (answer.status !== 200) throw new Error(`the settings were refused: ${JSON.stringify(answer.body)}`);
  }
  async function agree(session: TestSession, as: Person): Promise<string> {
    const begun = await session.post('/api/v1/account/discord/consent', { agreed: true, returnTo });
    return await comeBack(session, await choose(urlOf(begun), as));
  }

  return {
    ...world,
    discord,
    admin,
    save,
    readSettings,
    agree,
    async reset() {
      discord.guild.fails = null;
      discord.guild.members = new Map([[discord.guild.botId, []]]);
      discord.spoil = {};
      discord.log.length = 0;
      for (const table of ['discord_refusals', 'discord_pauses', 'discord_members']) {
        await world.query(`delete from ${table}`);
      }
      await save();
    },
    async status(session) {
      return DiscordStatus.parse((await session.get('/api/v1/account/discord')).body);
    },
    async agreed() {
      const [session, person] = [broker.visitor(), newPerson()];
      await world.signIn(session, 'discord', person);
      const end = await agree(session, person);
      if (!end.includes('done=consented')) throw new Error(`the consent was refused: ${end}`);
      return { session, person };
    },
    async sync() {
      await world.query('update discord_members set next_sync_at = now()');
      await syncDueMembers(broker.ctx);
    },
    asked: () => discord.log.filter(({ path }) => path.includes('/guilds/')).length,
  };
}
