import {
  DiscordRoleList,
  DiscordSettings,
  DiscordSyncStarted,
  EditDiscordRequest,
} from '@coinslot/shared/http/admin-discord.ts';
import { SetupTest } from '@coinslot/shared/http/admin-sign-in.ts';
import type { BrokerContext } from '../../context.ts';
import { inTransaction } from '../../database/db.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { fail } from '../../http/errors.ts';
import { adminActOf } from '../audit/index.ts';
import { editDiscordSettings } from './settings/edit-discord-settings.ts';
import { listGuildRoles } from './settings/list-guild-roles.ts';
import { readGuild } from './settings/read-discord-settings.ts';
import { showDiscordSettings } from './settings/show-discord-settings.ts';
import { testGuild } from './settings/test-guild.ts';
import { askForSyncOfAll } from './sync/ask-for-sync.ts';

// Each asks Discord for something; nobody needs it more often.
const rateLimit = { max: 20, timeWindow: '1 minute', groupId: 'discord-admin' };

/** The guild's settings, and trying them. */
export function registerDiscordAdminRoutes(app: BrokerApp, ctx: BrokerContext): void {
  app.get(
    '/api/v1/admin/discord',
    { config: { access: 'admin.settings.read' }, schema: { response: { 200: DiscordSettings } } },
    async () => await showDiscordSettings(ctx),
  );
  app.put(
    '/api/v1/admin/discord',
    {
      config: { access: 'admin.settings.write', fresh: true, idempotent: false, hasSecretBody: true },
      schema: { body: EditDiscordRequest, response: { 200: DiscordSettings } },
    },
    async (request) => {
      await inTransaction(ctx.db, (tx) => editDiscordSettings(tx, ctx, adminActOf(request), request.body));
      return await showDiscordSettings(ctx);
    },
  );
  app.get(
    '/api/v1/admin/discord/roles',
    { config: { access: 'admin.settings.read', rateLimit }, schema: { response: { 200: DiscordRoleList } } },
    async () => {
      const guild = await readGuild(ctx);
      if (guild === null) throw fail('not_configured');
      return await listGuildRoles(ctx, guild);
    },
  );
  app.post(
    '/api/v1/admin/discord/test',
    {
      config: { access: 'admin.settings.write', idempotent: false, rateLimit },
      schema: { response: { 200: SetupTest } },
    },
    async () => await testGuild(ctx),
  );
  app.post(
    '/api/v1/admin/discord/sync',
    {
      config: { access: 'admin.settings.write', idempotent: false, rateLimit },
      schema: { response: { 202: DiscordSyncStarted } },
    },
    async (_, reply) => reply.status(202).send({ members: await askForSyncOfAll(ctx.db) }),
  );
}
