import type { SignInError, SignInProvider } from '@coinslot/shared/http/sign-in.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import type { Member } from '../../accounts/index.ts';
import { recordConsent } from '../../discord/index.ts';
import { readBrowserSecret } from '../attempts/browser-cookie.ts';
import { type Attempt, claimAttempt } from '../attempts/claim-attempt.ts';
import type { Connections } from '../providers/connections.ts';
import { failSignIn, toSignInError } from '../providers/sign-in-failure.ts';
import { askWhoCame, type WhoCame } from './ask-who-came.ts';
import { comeIn } from './come-in.ts';
import { linkIdentity } from './link-identity.ts';

/** One browser that came back. */
interface Return {
  provider: SignInProvider;
  attempt: Attempt;
  request: FastifyRequest;
  reply: FastifyReply;
}

const Query = z.object({ state: z.string().min(1).max(200) });

/** Where a browser that came back from a provider goes on: always one of our own pages, also when something went wrong. */
export async function takeCallback(
  ctx: BrokerContext,
  connections: Connections,
  { provider, request, reply }: Omit<Return, 'attempt'>,
): Promise<string> {
  const state = Query.safeParse(request.query).data?.state;
  const browser = readBrowserSecret(ctx, request);
  const attempt =
    state === undefined || browser === null ? null : await claimAttempt(ctx, { state, browser, provider });
  if (state === undefined || attempt === null) {
    count(ctx, provider, 'state_invalid');
    return withQuery('/sign-in', { error: 'state_invalid', provider });
  }
  const search = request.url.slice(request.url.indexOf('?'));
  const back: Return = { provider, attempt, request, reply };
  try {
    checkWhoBegan(back);
    const who = await askWhoCame(ctx, connections, { provider, attempt, state, search });
    const goOn = await act(ctx, back, who);
    count(ctx, provider, 'ok');
    return goOn;
  } catch (error) {
    const code = toSignInError(error);
    tell(ctx, provider, code, error);
    return withQuery(attempt.purpose === 'sign_in' ? '/sign-in' : attempt.returnTo, {
      error: code,
      provider,
      ...(attempt.purpose === 'sign_in' ? { returnTo: attempt.returnTo } : {}),
    });
  }
}

/** What is not a sign-in goes on only in the session that began it. */
function checkWhoBegan({ attempt, request }: Return): void {
  if (attempt.purpose === 'sign_in') return;
  const { member } = request;
  if (member === null || member.id !== attempt.userId || member.sessionId !== attempt.sessionId) {
    throw failSignIn('session_changed');
  }
}

async function act(ctx: BrokerContext, back: Return, who: WhoCame): Promise<string> {
  const { attempt, provider, request, reply } = back;
  const { profile, accessToken } = who;
  const { returnTo, termsAccepted } = attempt;
  try {
    if (attempt.purpose === 'sign_in') {
      const outcome = await comeIn(ctx, { provider, profile, termsAccepted, request, reply });
      return outcome === 'done' ? returnTo : withQuery('/sign-in/second-factor', { returnTo });
    }
    const member = whoBegan(back);
    if (attempt.purpose === 'link') {
      await linkIdentity(ctx, { member, provider, profile, address: request.ip });
      return withQuery(returnTo, { done: 'linked', provider });
    }
    const consent = { member, discordId: profile.subject, accessToken, address: request.ip };
    if (!(await recordConsent(ctx, consent))) throw failSignIn('other_discord_account');
    return withQuery(returnTo, { done: 'consented', provider });
  } finally {
    // Nobody waits for it: a provider that is slow at this is no reason to hold the browser up.
    void who.forget();
  }
}

function whoBegan({ request }: Return): Pick<Member, 'id' | 'name'> {
  if (request.member === null) throw failSignIn('session_changed');
  return { id: request.member.id, name: request.member.name };
}

// What only an operator can mend is a warning; what people do is not.
const operatorsMatters: ReadonlySet<SignInError> = new Set([
  'provider_refused',
  'provider_answer_invalid',
  'provider_unavailable',
  'not_configured',
]);

function tell(ctx: BrokerContext, provider: SignInProvider, code: SignInError, error: unknown): void {
  count(ctx, provider, code);
  if (code === 'internal') ctx.log.error({ err: error, provider }, 'a sign-in by a provider failed');
  else if (operatorsMatters.has(code)) {
    ctx.log.warn({ why: code, said: sayError(error), provider }, 'a sign-in by a provider was refused');
  } else ctx.log.info({ why: code, provider }, 'a sign-in by a provider was refused');
}

/** The error's kind, its own code, and OAuth's: never its text, into which providers may write codes and tokens. */
function sayError(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  const said = 'error' in error && typeof error.error === 'string' ? error.error : '';
  return `${error.name}${code}${/^[a-z_]{1,40}$/.test(said) ? ` ${said}` : ''}`;
}

function count(ctx: BrokerContext, provider: SignInProvider, outcome: SignInError | 'ok'): void {
  ctx.metrics.providerReturns.inc({ provider, outcome });
}

/** The path with more of a query; its own query and fragment stay. */
function withQuery(path: string, more: Record<string, string>): string {
  const url = new URL(path, 'https://own.invalid');
  for (const [name, value] of Object.entries(more)) url.searchParams.set(name, value);
  return `${url.pathname}${url.search}${url.hash}`;
}
