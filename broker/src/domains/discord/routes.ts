import { DiscordStatus } from '@coinslot/shared/http/discord.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { readRows } from '../../database/db.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { fail } from '../../http/errors.ts';
import { requireMember } from '../../http/guard.ts';
import { withdrawConsent } from './account/consent.ts';
import { readDiscordStatus } from './account/read-discord-status.ts';
import { readGuild } from './settings/read-discord-settings.ts';
import { syncMember } from './sync/sync-member.ts';

/** What a member sees and does about their roles at Discord. Agreeing to it leads through Discord's own page: domains/sign-in. */
export function registerDiscordRoutes(app: BrokerApp, ctx: BrokerContext): void {
  app.get(
    '/api/v1/account/discord',
    { config: { access: 'member', scope: 'none' }, schema: { response: { 200: DiscordStatus } } },
    async (request) => await readDiscordStatus(ctx, requireMember(request).id),
  );
  app.post(
    '/api/v1/account/discord/sync',
    {
      config: {
        access: 'member',
        scope: 'none',
        idempotent: false,
        // Each asks Discord once.
        rateLimit: { max: 5, timeWindow: '5 minutes', groupId: 'discord-sync' },
      },
      schema: { response: { 200: DiscordStatus } },
    },
    async (request) => {
      const { id } = requireMember(request);
      if ((await readGuild(ctx)) === null) throw fail('not_configured');
      const [member] = await readRows(ctx.db, Consented, consentedMember(id));
      if (member === undefined) throw fail('discord_not_linked');
      await syncMember(ctx, member);
      return await readDiscordStatus(ctx, id);
    },
  );
  app.delete(
    '/api/v1/account/discord/consent',
    {
      config: { access: 'member', scope: 'none', idempotent: false },
      schema: { response: { 204: z.null() } },
    },
    async (request, reply) => {
      const { id, name } = requireMember(request);
      await withdrawConsent(ctx, { member: { id, name }, address: request.ip });
      return reply.status(204).send(null);
    },
  );
}

const Consented = z.object({ userId: z.uuid(), discordId: z.string() });

function consentedMember(userId: string) {
  return sql`
    select m.user_id as "userId", i.subject as "discordId"
    from discord_members m join identities i on i.id = m.identity_id where m.user_id = ${userId}`;
}
