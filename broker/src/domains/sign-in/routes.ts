import {
  ProviderRedirect,
  providerNames,
  SignInProvider,
  SignInWays,
  StartSignInRequest,
} from '@coinslot/shared/http/sign-in.ts';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import type { BrokerApp } from '../../http/broker-app.ts';
import { addressOf } from '../../http/limit-requests.ts';
import { chooseCookies, relyingPartyOf } from '../accounts/index.ts';
import { isMailConfigured } from '../outbox/index.ts';
import { readSettings } from '../settings/index.ts';
import { beginAttempt } from './attempts/begin-attempt.ts';
import { takeCallback } from './callback/take-callback.ts';
import { registerIdentityRoutes } from './identities/routes.ts';
import { createConnections } from './providers/connections.ts';
import { listOpenProviders } from './settings/read-credentials.ts';
import { registerProviderRoutes } from './settings/routes.ts';

const ProviderParams = z.object({ provider: SignInProvider });

/** Going out to a provider and coming back; what is linked, and how providers are set up. */
export function registerSignInRoutes(app: BrokerApp, ctx: BrokerContext): void {
  const connections = createConnections(ctx);
  const { secure } = chooseCookies(ctx.config.http.publicUrl);
  const rateLimit = {
    max: ctx.config.accounts.signInsPerMinute,
    timeWindow: '1 minute',
    groupId: 'provider-sign-in',
    keyGenerator: addressOf,
  };

  app.get(
    '/api/v1/sign-in',
    { config: { access: 'public', readsSession: false }, schema: { response: { 200: SignInWays } } },
    async () => {
      const providers = await listOpenProviders(ctx);
      const { members } = await readSettings(ctx);
      const sendsMail = await isMailConfigured(ctx, ctx.db);
      return {
        providers: providers.map((id) => ({ id, name: providerNames[id] })),
        email: {
          signIn: true,
          signUp: members.values.signUpOpen,
          reset: sendsMail || !ctx.config.production,
          mailIsKept: !sendsMail && !ctx.config.production,
        },
        passkeys: relyingPartyOf(ctx) !== null,
        insecure: !secure,
      };
    },
  );
  app.post(
    '/api/v1/sign-in/:provider',
    {
      config: { access: 'public', readsSession: false, idempotent: false, rateLimit },
      schema: { params: ProviderParams, body: StartSignInRequest, response: { 200: ProviderRedirect } },
    },
    async (request, reply) =>
      await beginAttempt(ctx, connections, {
        provider: request.params.provider,
        purpose: 'sign_in',
        ...request.body,
        member: null,
        request,
        reply,
      }),
  );
  // No schema for the query: whatever comes back ends at one of our pages, not at an error of the API.
  app.get(
    '/api/auth/callback/:provider',
    { config: { access: 'public' }, schema: { params: ProviderParams } },
    async (request, reply) => {
      const { provider } = request.params;
      const goOn = await takeCallback(ctx, connections, { provider, request, reply });
      return reply.header('cache-control', 'no-store').redirect(goOn, 302);
    },
  );
  registerIdentityRoutes(app, ctx, connections);
  registerProviderRoutes(app, ctx);
}
