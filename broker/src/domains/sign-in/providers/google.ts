import {
  allowInsecureRequests,
  ClientSecretPost,
  discovery,
  enableNonRepudiationChecks,
} from 'openid-client';
import { z } from 'zod';
import type { Provider } from './provider.ts';

const Claims = z.object({
  sub: z.string().min(1).max(255),
  name: z.string().optional(),
  email: z.string().optional(),
  email_verified: z.union([z.boolean(), z.stringbool()]).optional(),
});

/**
 * Google: OpenID Connect. Its id_token says who came; openid-client checks signature, issuer, audience, expiry and nonce (the signature
 * because of the non-repudiation checks: by itself it would trust the TLS connection).
 */
export const google = {
  id: 'google',
  scopes: ['openid', 'email', 'profile'],
  setupUrl: 'https://console.cloud.google.com/auth/clients',
  hasIdToken: true,
  parameters: { prompt: 'select_account' },
  async open(ctx, { clientId, clientSecret }) {
    const url = new URL(ctx.config.signIn.urls.google);
    return await discovery(
      url,
      clientId,
      { client_secret: clientSecret, id_token_signed_response_alg: 'RS256' },
      ClientSecretPost(clientSecret),
      {
        timeout: ctx.config.signIn.timeoutMs / 1000,
        execute: [enableNonRepudiationChecks, ...(url.protocol === 'http:' ? [allowInsecureRequests] : [])],
      },
    );
  },
  async readProfile(_ctx, _configuration, tokens) {
    const claims = Claims.parse(tokens.claims());
    const email = claims.email_verified === true ? (claims.email?.toLowerCase() ?? null) : null;
    return { subject: claims.sub, name: claims.name ?? email ?? 'Member', email };
  },
} satisfies Provider;
