import { Snowflake } from '@coinslot/shared/http/admin-discord.ts';
import { fetchProtectedResource, tokenRevocation } from 'openid-client';
import { z } from 'zod';
import { createSignInFetch } from '../../discord/index.ts';
import { openConfiguration } from './open-configuration.ts';
import type { Provider } from './provider.ts';
import { readJson } from './read-json.ts';

const User = z.object({
  id: Snowflake,
  username: z.string(),
  global_name: z.string().nullish(),
  email: z.string().nullish(),
  verified: z.boolean().optional(),
});

/** Discord: OAuth 2 with PKCE. Who came is asked of its API. */
export const discord = {
  id: 'discord',
  scopes: ['identify', 'email'],
  setupUrl: 'https://discord.com/developers/applications',
  hasIdToken: false,
  async open(ctx, credentials) {
    const url = ctx.config.signIn.urls.discord;
    const endpoints = {
      issuer: url,
      authorization: `${url}/oauth2/authorize`,
      token: `${url}/api/oauth2/token`,
      revocation: `${url}/api/oauth2/token/revoke`,
      secretIn: 'body',
    } as const;
    return openConfiguration(ctx, credentials, endpoints, createSignInFetch(ctx));
  },
  async readProfile(ctx, configuration, tokens) {
    const me = new URL('/api/v10/users/@me', ctx.config.signIn.urls.discord);
    const response = await fetchProtectedResource(configuration, tokens.access_token, me, 'GET');
    const user = await readJson(response, User);
    return {
      subject: user.id,
      name: user.global_name ?? user.username,
      email: user.verified === true ? (user.email?.toLowerCase() ?? null) : null,
    };
  },
  async revoke(configuration, tokens) {
    await tokenRevocation(configuration, tokens.access_token, { token_type_hint: 'access_token' });
  },
} satisfies Provider;
