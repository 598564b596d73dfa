import type { SignInProvider } from '@coinslot/shared/http/sign-in.ts';
import { authorizationCodeGrant, type Configuration } from 'openid-client';
import type { AttemptContext } from '../attempts/begin-attempt.ts';
import type { Attempt } from '../attempts/claim-attempt.ts';
import { allProviders, redirectUrlOf } from '../providers/all-providers.ts';
import type { Connections } from '../providers/connections.ts';
import type { Profile, Provider, Tokens } from '../providers/provider.ts';
import { failSignIn } from '../providers/sign-in-failure.ts';
import { readSetup } from '../settings/read-credentials.ts';

export interface WhoCame {
  profile: Profile;
  /** For what the attempt was about; worthless once `forget` ran. */
  accessToken: string;
  /** Makes the provider's tokens worthless where it can be asked to; nothing of them is kept here. Never throws. */
  forget: () => Promise<void>;
}

/**
 * Takes what the browser brought back to the provider and learns who it was. All checks of the answer happen here: `state`, the PKCE
 * verifier, our exact address, and of an id_token signature, issuer, audience, expiry and nonce.
 */
export async function askWhoCame(
  ctx: AttemptContext,
  connections: Connections,
  came: { provider: SignInProvider; attempt: Attempt; state: string; search: string },
): Promise<WhoCame> {
  const { provider: id, attempt, state, search } = came;
  const provider: Provider = allProviders[id];
  const { enabled, credentials } = await readSetup(ctx, id);
  if (!enabled || credentials === null) throw failSignIn('not_configured');
  const configuration = await connections.open(id, credentials);
  const url = new URL(redirectUrlOf(ctx.config.http.publicUrl, id));
  url.search = search;
  const tokens = await authorizationCodeGrant(configuration, url, {
    pkceCodeVerifier: attempt.codeVerifier,
    expectedState: state,
    ...(provider.hasIdToken ? { expectedNonce: attempt.nonce, idTokenExpected: true } : {}),
  });
  const forget = () => forgetTokens(ctx, provider, configuration, tokens);
  try {
    return {
      profile: await provider.readProfile(ctx, configuration, tokens),
      accessToken: tokens.access_token,
      forget,
    };
  } catch (error) {
    await forget();
    throw error;
  }
}

async function forgetTokens(
  ctx: AttemptContext,
  provider: Provider,
  configuration: Configuration,
  tokens: Tokens,
): Promise<void> {
  try {
    await provider.revoke?.(configuration, tokens);
  } catch (error) {
    // They are dropped here all the same, and end by themselves.
    ctx.log.info({ err: error, provider: provider.id }, 'a provider did not take its tokens back');
  }
}
