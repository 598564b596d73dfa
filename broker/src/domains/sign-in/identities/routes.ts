import { DiscordConsentRequest } from '@coinslot/shared/http/discord.ts';
import { IdentityList, LinkIdentityRequest } from '@coinslot/shared/http/identities.ts';
import { ProviderRedirect, SignInProvider } from '@coinslot/shared/http/sign-in.ts';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import type { BrokerApp } from '../../../http/broker-app.ts';
import { fail } from '../../../http/errors.ts';
import { requireMember } from '../../../http/guard.ts';
import { readGuild } from '../../discord/index.ts';
import { beginAttempt } from '../attempts/begin-attempt.ts';
import type { Connections } from '../providers/connections.ts';
import { listIdentities } from './list-identities.ts';
import { unlinkIdentity } from './unlink-identity.ts';

const ProviderParams = z.object({ provider: SignInProvider });
const IdentityParams = z.object({ id: z.uuid() });
const own = { access: 'member', scope: 'none', idempotent: false } as const;
const protecting = { ...own, fresh: true } as const;

/** The providers' accounts of a member: which are linked, linking and unlinking, and agreeing that roles at Discord are read. */
export function registerIdentityRoutes(app: BrokerApp, ctx: BrokerContext, connections: Connections): void {
  app.get(
    '/api/v1/account/identities',
    { config: { access: 'member', scope: 'none' }, schema: { response: { 200: IdentityList } } },
    async (request) => await listIdentities(ctx, requireMember(request).id),
  );
  app.post(
    '/api/v1/account/identities/:provider/link',
    {
      config: protecting,
      schema: { params: ProviderParams, body: LinkIdentityRequest, response: { 200: ProviderRedirect } },
    },
    async (request, reply) => {
      const member = requireMember(request);
      const { provider } = request.params;
      const { items } = await listIdentities(ctx, member.id);
      if (items.some((identity) => identity.provider === provider)) throw fail('already_linked');
      const { returnTo } = request.body;
      const beginning = { provider, purpose: 'link', returnTo, termsAccepted: false } as const;
      return await beginAttempt(ctx, connections, { ...beginning, member, request, reply });
    },
  );
  app.delete(
    '/api/v1/account/identities/:id',
    { config: protecting, schema: { params: IdentityParams, response: { 204: z.null() } } },
    async (request, reply) => {
      const { id, name } = requireMember(request);
      const identityId = request.params.id;
      await unlinkIdentity(ctx, { member: { id, name }, identityId, address: request.ip });
      return reply.status(204).send(null);
    },
  );
  app.post(
    '/api/v1/account/discord/consent',
    { config: own, schema: { body: DiscordConsentRequest, response: { 200: ProviderRedirect } } },
    async (request, reply) => {
      const member = requireMember(request);
      const guild = await readGuild(ctx);
      if (guild === null) throw fail('not_configured');
      const { items } = await listIdentities(ctx, member.id);
      if (!items.some(({ provider }) => provider === 'discord')) throw fail('discord_not_linked');
      const { returnTo } = request.body;
      const beginning = {
        provider: 'discord',
        purpose: 'discord_consent',
        scopes: guild.joinsGuild ? ['identify', 'guilds.join'] : ['identify'],
        returnTo,
        termsAccepted: false,
      } as const;
      return await beginAttempt(ctx, connections, { ...beginning, member, request, reply });
    },
  );
}
