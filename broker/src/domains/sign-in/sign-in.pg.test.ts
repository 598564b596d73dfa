import { SignInProvider, SignInWays } from '@coinslot/shared/http/sign-in.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  choose,
  comeBack,
  newPerson,
  type SignInWorld,
  startSignInWorld,
  urlOf,
} from './testing/sign-in-world.ts';

let world: SignInWorld;
beforeAll(async () => {
  world = await startSignInWorld();
});
afterAll(() => world.close());

describe('coming in', () => {
  test('the sign-in page learns which providers there are, Discord first', async () => {
    const ways = SignInWays.parse((await world.broker.visitor().get('/api/v1/sign-in')).body);
    expect(ways.providers.map(({ id }) => id)).toEqual(['discord', 'google', 'x']);
    const email = { signIn: true, signUp: true, reset: true };
    expect(ways).toMatchObject({ email: { ...email, mailIsKept: true }, insecure: false });
    await world.query(
      `insert into mail_settings (host, port, security, username, sender) values ('127.0.0.1', 2, 'none', '', 'a@b.example')`,
    );
    const sending = (await world.broker.visitor().get('/api/v1/sign-in')).body;
    expect(sending).toMatchObject({ email: { ...email, mailIsKept: false } });
    await world.query('delete from mail_settings');
  });

  test.each(SignInProvider.options)(
    'by %s: a new member with welcome coins, the second time the same one',
    async (provider) => {
      const person = newPerson();
      const session = world.broker.visitor();
      expect(await world.signIn(session, provider, person, '/shop?size=m#top')).toBe('/shop?size=m#top');
      const me = await session.me();
      expect(me).toMatchObject({ name: person.name, wallet: { availableEarned: 50 } });
      expect(me.emailVerified).toBe(provider !== 'x');
      expect(me.email).toEqual(
        provider === 'x' ? expect.stringMatching(/@no-email\.invalid$/) : person.email,
      );
      const again = world.broker.visitor();
      await world.signIn(again, provider, { ...person, name: 'Renamed', email: 'moved@people.example' });
      expect((await again.me()).id).toBe(me.id);
      const { rows } = await world.query(
        `select issuer, subject, subject_name, password from identities where user_id = $1`,
        [me.id],
      );
      expect(rows).toEqual([
        {
          issuer: provider,
          subject: person.id,
          subject_name: 'Renamed',
          password: null,
        },
      ]);
    },
  );

  test('cookies are for this host alone, hidden from scripts, and the session is a new one', async () => {
    const session = world.broker.visitor();
    const begun = await session.post('/api/v1/sign-in/discord', {});
    const [attemptCookie = ''] = begun.headers.getSetCookie();
    const back = await choose(urlOf(begun), newPerson());
    const answer = await session.get(`${back.pathname}${back.search}`);
    const sessionCookie = answer.headers.getSetCookie().find((line) => line.includes('session_token')) ?? '';
    for (const cookie of [attemptCookie, sessionCookie]) {
      expect(cookie).toMatch(/^__Host-coinslot\./);
      for (const flag of ['Secure', 'HttpOnly', 'SameSite=Lax', 'Path=/']) expect(cookie).toContain(flag);
      expect(cookie).not.toContain('Domain');
    }
    expect(attemptCookie).toContain('Max-Age=600');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test.each(['discord', 'x'] as const)(
    'the tokens of %s are taken back once who came is known',
    async (provider) => {
      await world.signIn(world.broker.visitor(), provider, newPerson());
      await expect.poll(() => world.standIns[provider].codes.tokens.size).toBe(0);
    },
  );

  test('the state, the nonce and the challenge are long and new each time; the address is exact', async () => {
    const session = world.broker.visitor();
    const urls = [await world.begin(session, 'google'), await world.begin(session, 'google')].map(
      (url) => new URL(url),
    );
    for (const name of ['state', 'nonce', 'code_challenge']) {
      const values = urls.map((url) => url.searchParams.get(name) ?? '');
      expect(new Set(values).size).toBe(2);
      for (const value of values) expect(value.length).toBeGreaterThanOrEqual(43);
    }
    expect(urls[0]?.searchParams.get('redirect_uri')).toBe('http://localhost:8080/api/auth/callback/google');
    expect(urls[0]?.searchParams.get('code_challenge_method')).toBe('S256');
  });

  test('two tabs of one browser can both come back', async () => {
    const session = world.broker.visitor();
    const [first, second] = [await world.begin(session, 'discord'), await world.begin(session, 'x')];
    expect(await comeBack(session, await choose(second, newPerson()))).toBe('/');
    expect(await comeBack(session, await choose(first, newPerson()))).toBe('/');
  });
});

test('no answer and no stored row holds a provider’s secret or token', async () => {
  const said: unknown[] = [];
  for (const provider of SignInProvider.options) {
    const session = world.broker.visitor();
    const begun = await session.post(`/api/v1/sign-in/${provider}`, { termsAccepted: true });
    const back = await choose(urlOf(begun), newPerson());
    const came = await session.get(`${back.pathname}${back.search}`);
    expect(came.status).toBe(302);
    const pages = [
      'me',
      'account',
      'account/identities',
      'account/sessions',
      'account/export',
      'account/discord',
    ];
    const read = await Promise.all(pages.map((page) => session.get(`/api/v1/${page}`)));
    expect(read.map(({ status }) => status)).toEqual(pages.map(() => 200));
    said.push(...[begun, came, ...read].map(({ body, headers }) => [body, [...headers]]));
  }
  // One attempt that is still open.
  await world.begin(world.broker.visitor(), 'google');
  const { rows: tables } = await world.query(
    `select quote_ident(table_name) as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  const stored = await Promise.all(
    tables.map(
      async ({ name }) => (await world.query(`select to_jsonb(one) as row from ${String(name)} one`)).rows,
    ),
  );
  const all = JSON.stringify([said, stored]);
  expect(all).toContain('@people.example');
  for (const { client, codes } of Object.values(world.standIns)) {
    expect(codes.given.length).toBeGreaterThan(0);
    for (const secret of [client.clientSecret, ...codes.given]) expect(all).not.toContain(secret);
  }
});
