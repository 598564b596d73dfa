import type { SetupTest, SetupTestStep } from '@coinslot/shared/http/admin-sign-in.ts';
import { providerNames, type SignInProvider } from '@coinslot/shared/http/sign-in.ts';
import { isLoopbackHost } from '@coinslot/shared/loopback-host.ts';
import { sql } from 'drizzle-orm';
import {
  authorizationCodeGrant,
  clientCredentialsGrant,
  type Configuration,
  randomPKCECodeVerifier,
  ResponseBodyError,
  skipStateCheck,
} from 'openid-client';
import type { BrokerContext } from '../../../context.ts';
import { newToken } from '../../../secrets/tokens.ts';
import { allProviders, redirectUrlOf } from '../providers/all-providers.ts';
import { toSignInError } from '../providers/sign-in-failure.ts';
import { readSetup } from './read-credentials.ts';

type TestContext = Pick<BrokerContext, 'config' | 'db' | 'secrets' | 'log' | 'metrics'>;

const skewAllowedMs = 60_000;

/** Really asks the provider, with the credentials that count just now, also while it is switched off. Kept as the last test. */
export async function testProvider(ctx: TestContext, provider: SignInProvider): Promise<SetupTest> {
  const steps: SetupTestStep[] = [];
  await runSteps(ctx, provider, steps);
  const result: SetupTest = { at: new Date().toISOString(), ok: steps.every(({ ok }) => ok), steps };
  await ctx.db.execute(sql`
    insert into sign_in_tests (provider, result) values (${provider}, ${JSON.stringify(result)}::jsonb)
    on conflict (provider) do update set result = excluded.result, at = now()`);
  return result;
}

async function runSteps(ctx: TestContext, provider: SignInProvider, steps: SetupTestStep[]): Promise<void> {
  const name = providerNames[provider];
  const { credentials } = await readSetup(ctx, provider);
  if (credentials === null) {
    steps.push({
      name: 'Credentials',
      ok: false,
      detail: 'The client’s id and its secret are needed. Save them first.',
    });
    return;
  }
  steps.push(describeAddress(ctx.config.http.publicUrl));
  let configuration: Configuration;
  try {
    configuration = await allProviders[provider].open(ctx, credentials);
  } catch (error) {
    steps.push({ name: 'Reaching', ok: false, detail: explainUnreachable(name, error) });
    return;
  }
  const token = configuration.serverMetadata().token_endpoint ?? '';
  const clock = await checkClock(ctx, name, token);
  steps.push(...clock);
  if (clock.some(({ name, ok }) => name === 'Reaching' && !ok)) return;
  steps.push(await checkCredentials(ctx, provider, configuration));
}

function describeAddress(publicUrl: string): SetupTestStep {
  const { protocol, hostname } = new URL(publicUrl);
  const secure = protocol === 'https:' || isLoopbackHost(hostname);
  return {
    name: 'Our address',
    ok: secure,
    detail: secure
      ? `Members come back to ${publicUrl}.`
      : `Members come back to ${publicUrl}: providers accept https addresses only. Set BROKER_PUBLIC_URL.`,
  };
}

function explainUnreachable(name: string, error: unknown): string {
  return toSignInError(error) === 'provider_unavailable'
    ? `${name} could not be reached. Check this server’s way to the internet, or try again.`
    : `${name} answered something that this version does not understand.`;
}

/** That it can be reached at all, and whether our clock is right: an id_token is refused when it seems to come from the future. */
async function checkClock(ctx: TestContext, name: string, url: string): Promise<SetupTestStep[]> {
  try {
    const { timeoutMs } = ctx.config.signIn;
    const origin = new URL(url).origin;
    const response = await fetch(origin, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const theirs = Date.parse(response.headers.get('date') ?? '');
    const reached = { name: 'Reaching', ok: true, detail: `${name} answers at ${origin}.` };
    if (Number.isNaN(theirs)) return [reached];
    const skewMs = Math.abs(Date.now() - theirs);
    const seconds = Math.round(skewMs / 1000);
    const ok = skewMs <= skewAllowedMs;
    const detail = ok
      ? 'This server’s clock agrees.'
      : `This server’s clock is off by ${seconds} seconds. Set it right (timedatectl set-ntp true), or sign-ins are refused.`;
    return [reached, { name: 'Clock', ok, detail }];
  } catch (error) {
    return [{ name: 'Reaching', ok: false, detail: explainUnreachable(name, error) }];
  }
}

/** Discord says it by a grant of its own. Others are asked to take a code that we made up: the code is refused, but after the client. */
async function checkCredentials(
  ctx: TestContext,
  provider: SignInProvider,
  configuration: Configuration,
): Promise<SetupTestStep> {
  const name = 'Credentials';
  const accepted = {
    name,
    ok: true,
    detail: `${providerNames[provider]} accepts the client’s id and secret.`,
  };
  try {
    if (provider === 'discord') {
      const tokens = await clientCredentialsGrant(configuration, { scope: 'identify' });
      await allProviders.discord.revoke(configuration, tokens);
    } else await sendMadeUpCode(ctx, provider, configuration);
    return accepted;
  } catch (error) {
    if (error instanceof ResponseBodyError && error.error === 'invalid_grant') return accepted;
    return { name, ok: false, detail: explainRefusal(ctx, provider, error) };
  }
}

async function sendMadeUpCode(
  ctx: TestContext,
  provider: SignInProvider,
  configuration: Configuration,
): Promise<void> {
  const url = new URL(redirectUrlOf(ctx.config.http.publicUrl, provider));
  url.searchParams.set('code', newToken());
  await authorizationCodeGrant(configuration, url, {
    pkceCodeVerifier: randomPKCECodeVerifier(),
    expectedState: skipStateCheck,
  });
}

function explainRefusal(ctx: TestContext, provider: SignInProvider, error: unknown): string {
  const name = providerNames[provider];
  if (error instanceof ResponseBodyError && error.error === 'redirect_uri_mismatch') {
    return `${name} does not know our redirect address: enter ${redirectUrlOf(ctx.config.http.publicUrl, provider)} there, to the letter.`;
  }
  switch (toSignInError(error)) {
    case 'provider_unavailable':
      return `${name} did not answer in time, or is having trouble. Try again.`;
    case 'provider_refused':
      return `${name} does not accept them: copy the client’s id and secret again, without spaces, or make a new secret.`;
    default:
      return `${name} answered something that this version does not understand.`;
  }
}
