import { fetchProtectedResource, tokenRevocation } from 'openid-client';
import { z } from 'zod';
import { openConfiguration } from './open-configuration.ts';
import type { Provider } from './provider.ts';
import { readJson } from './read-json.ts';

const User = z.object({
  data: z.object({ id: z.string().regex(/^\d{1,25}$/), name: z.string(), username: z.string() }),
});

/** X: OAuth 2 with PKCE. It tells no e-mail. */
export const x = {
  id: 'x',
  // X gives who came only together with the right to read posts.
  scopes: ['users.read', 'tweet.read'],
  setupUrl: 'https://developer.x.com/en/portal/projects-and-apps',
  hasIdToken: false,
  async open(ctx, credentials) {
    const { x: site, xApi } = ctx.config.signIn.urls;
    return openConfiguration(ctx, credentials, {
      issuer: site,
      authorization: `${site}/i/oauth2/authorize`,
      token: `${xApi}/2/oauth2/token`,
      revocation: `${xApi}/2/oauth2/revoke`,
      secretIn: 'header',
    });
  },
  async readProfile(ctx, configuration, tokens) {
    const me = new URL('/2/users/me', ctx.config.signIn.urls.xApi);
    const response = await fetchProtectedResource(configuration, tokens.access_token, me, 'GET');
    const { data } = await readJson(response, User);
    return { subject: data.id, name: data.name === '' ? data.username : data.name, email: null };
  },
  async revoke(configuration, tokens) {
    await tokenRevocation(configuration, tokens.access_token, { token_type_hint: 'access_token' });
  },
} satisfies Provider;
