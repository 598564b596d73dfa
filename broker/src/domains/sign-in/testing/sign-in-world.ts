import type { SignInProvider } from '@coinslot/shared/http/sign-in.ts';
import type { QueryResult } from 'pg';
import { startTestBroker, type TestBroker } from '../../../testing/test-broker.ts';
import type { TestResponse, TestSession } from '../../../testing/test-session.ts';
import type { Person } from './people.ts';
import { type ProviderStandIn, startProviderStandIn } from './provider-stand-in.ts';

/** A broker whose three providers are stand-ins. */
export interface SignInWorld {
  broker: TestBroker;
  standIns: Record<SignInProvider, ProviderStandIn>;
  /** Goes out and comes back, as a browser does. Answers where it was sent at last. */
  signIn: (session: TestSession, provider: SignInProvider, as: Choice, returnTo?: string) => Promise<string>;
  /** Begins to sign in; answers the address at the provider to which the browser is sent. Throws when it is refused. */
  begin: (session: TestSession, provider: string, body?: object) => Promise<string>;
  isSignedIn: (session: TestSession) => Promise<boolean>;
  query: (text: string, values?: unknown[]) => Promise<QueryResult>;
  close: () => Promise<void>;
}

export type Choice = Person | 'nobody';

const publicUrl = 'http://localhost:8080';

export async function startSignInWorld(
  environment: Record<string, string> = {},
  options: { loops?: boolean } = {},
): Promise<SignInWorld> {
  const [discord, google, x] = await Promise.all(
    (['discord', 'google', 'x'] as const).map((kind) => startProviderStandIn({ kind, publicUrl })),
  );
  if (!discord || !google || !x) throw new Error('the stand-ins did not start');
  const standIns = { discord, google, x };
  const broker = await startTestBroker(
    {
      ...Object.fromEntries(Object.values(standIns).flatMap(settingsOf)),
      BROKER_DISCORD_BOT_TOKEN: discord.guild.botToken,
      BROKER_PROVIDER_TIMEOUT_MS: '1500',
      BROKER_SIGN_INS_PER_MINUTE: '100000',
      ...environment,
    },
    options,
  );
  return {
    broker,
    standIns,
    async signIn(session, provider, as, returnTo = '/machines') {
      const begun = await session.post(`/api/v1/sign-in/${provider}`, { returnTo, termsAccepted: true });
      return await comeBack(session, await choose(urlOf(begun), as));
    },
    begin: async (session, provider, body = { termsAccepted: true }) =>
      urlOf(await session.post(`/api/v1/sign-in/${provider}`, body)),
    isSignedIn: async (session) => (await session.get('/api/v1/me')).status === 200,
    query: (text, values = []) => broker.database.db.$client.query(text, values),
    async close() {
      await broker.close();
      await Promise.all(Object.values(standIns).map((standIn) => standIn.close()));
    },
  };
}

function settingsOf({ kind, url, client }: ProviderStandIn): [string, string][] {
  const name = kind.toUpperCase();
  return [
    [`BROKER_${name}_URL`, url],
    [`BROKER_${name}_CLIENT_ID`, client.clientId],
    [`BROKER_${name}_CLIENT_SECRET`, client.clientSecret],
  ];
}

/** Where the broker sent the browser. Throws with the answer when it did not. */
export function urlOf({ status, body }: TestResponse): string {
  const url = typeof body === 'object' && body !== null && 'url' in body ? body.url : undefined;
  if (typeof url !== 'string') throw new Error(`no way out was given: ${status} ${JSON.stringify(body)}`);
  return url;
}

/** What a person chooses at the provider. Answers the address that the browser is sent back to. */
export async function choose(url: string, as: Choice): Promise<URL> {
  const out = new URL(url);
  const { id, name, email, emailVerified } = as === 'nobody' ? nobody : as;
  out.searchParams.set('as', as === 'nobody' ? 'nobody' : [id, name, email, String(emailVerified)].join(','));
  const response = await fetch(out, { redirect: 'manual' });
  const location = response.headers.get('location');
  if (location === null) throw new Error(`the provider keeps the browser: ${await response.text()}`);
  return new URL(location);
}

const nobody: Person = { id: '', name: '', email: '', emailVerified: false };

/** The browser arrives at our callback; answers where it goes on. */
export async function comeBack(session: TestSession, back: URL): Promise<string> {
  const answer = await session.get(`${back.pathname}${back.search}`);
  const location = answer.headers.get('location');
  if (answer.status !== 302 || location === null) {
    throw new Error(`the callback answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  }
  return location;
}

let made = 0;

/** Somebody whom nobody has seen before. */
export function newPerson(changes: Partial<Person> = {}): Person {
  made += 1;
  const id = `30000000000${String(process.pid % 1000).padStart(3, '0')}${String(made).padStart(4, '0')}`;
  return { id, name: `Person ${made}`, email: `${id}@people.example`, emailVerified: true, ...changes };
}
