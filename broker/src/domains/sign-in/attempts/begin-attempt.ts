import type { SignInProvider } from '@coinslot/shared/http/sign-in.ts';
import { sql } from 'drizzle-orm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { buildAuthorizationUrl, calculatePKCECodeChallenge, randomPKCECodeVerifier } from 'openid-client';
import type { BrokerContext } from '../../../context.ts';
import { fail } from '../../../http/errors.ts';
import { hashToken, newToken } from '../../../secrets/tokens.ts';
import { allProviders, redirectUrlOf } from '../providers/all-providers.ts';
import type { Connections } from '../providers/connections.ts';
import type { Provider } from '../providers/provider.ts';
import { readSetup } from '../settings/read-credentials.ts';
import { attemptMs, keepBrowserSecret } from './browser-cookie.ts';

export interface Beginning {
  provider: SignInProvider;
  purpose: 'sign_in' | 'link' | 'discord_consent';
  returnTo: string;
  termsAccepted: boolean;
  /** What the provider is asked for, when it is not to sign in or link. */
  scopes?: readonly string[];
  /** Who begins it when it is not to sign in. */
  member: { id: string; sessionId: string } | null;
  request: FastifyRequest;
  reply: FastifyReply;
}

export type AttemptContext = Pick<BrokerContext, 'config' | 'db' | 'secrets' | 'log' | 'metrics'>;

/**
 * The address at the provider where the browser is to go. What is needed when it comes back is kept for ten minutes, once, for this
 * browser alone.
 *
 * @throws not_configured, provider_unavailable
 */
export async function beginAttempt(
  ctx: AttemptContext,
  connections: Connections,
  beginning: Beginning,
): Promise<{ url: string }> {
  const { provider, request, reply } = beginning;
  const { enabled, credentials } = await readSetup(ctx, provider);
  if (!enabled || credentials === null) throw fail('not_configured');
  const configuration = await connections.open(provider, credentials).catch((error: unknown) => {
    ctx.log.warn({ err: error, provider }, 'a provider cannot be reached to begin a sign-in');
    throw fail('provider_unavailable', { retryAfterSeconds: 30 });
  });
  const { scopes, hasIdToken, parameters = {} }: Provider = allProviders[provider];
  const [state, nonce, verifier] = [newToken(), newToken(), randomPKCECodeVerifier()];
  await keepAttempt(ctx, beginning, {
    state,
    nonce,
    verifier,
    browser: keepBrowserSecret(ctx, request, reply),
  });
  const url = buildAuthorizationUrl(configuration, {
    ...parameters,
    redirect_uri: redirectUrlOf(ctx.config.http.publicUrl, provider),
    response_type: 'code',
    scope: (beginning.scopes ?? scopes).join(' '),
    state,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(hasIdToken ? { nonce } : {}),
  });
  return { url: url.href };
}

async function keepAttempt(
  ctx: AttemptContext,
  { provider, purpose, member, returnTo, termsAccepted }: Beginning,
  secrets: { state: string; nonce: string; verifier: string; browser: string },
): Promise<void> {
  const stateHash = hashToken(secrets.state);
  const verifier = ctx.secrets.encryptSecret(secrets.verifier, verifierContext(stateHash));
  await ctx.db.execute(sql`
    insert into sign_in_attempts (
      state_hash, browser_hash, provider, purpose, code_verifier, nonce, user_id, session_id, return_to, terms_accepted,
      expires_at
    ) values (
      ${stateHash}, ${hashToken(secrets.browser)}, ${provider}, ${purpose}, ${verifier}, ${secrets.nonce},
      ${member?.id ?? null}, ${member?.sessionId ?? null}, ${returnTo}, ${termsAccepted},
      now() + ${attemptMs} * interval '1 millisecond'
    )`);
}

export const verifierContext = (stateHash: string) => `sign-in-attempt:${stateHash}`;
