import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { SignInProvider } from '@coinslot/shared/http/sign-in.ts';
import { answerAuthorize } from './authorize-page.ts';
import { type Codes, createCodes } from './codes.ts';
import { answerGuild, createGuild, type Guild } from './guild.ts';
import { type Answer, type Exchange, readExchange, sendAnswer } from './http-exchange.ts';
import { createTokenSigner, type TokenSpoiling } from './id-token.ts';
import { answerToken } from './token-endpoint.ts';

/** How a provider misbehaves from now on. Empty = well. */
export interface Spoiling {
  /** Every answer to the broker takes so long. */
  slowMs?: number;
  /** What the token endpoint answers instead. */
  token?: Answer;
  /** What its API answers instead to who came. */
  profile?: Answer;
  /** What it answers to everything. */
  everything?: Answer;
  idToken?: TokenSpoiling;
  leavesOutIdToken?: boolean;
}

export interface StandInClient {
  clientId: string;
  clientSecret: string;
  redirectUri: string;
}

/** One provider over a real socket: as strict as the real one, and as bad as the test says. */
export interface ProviderStandIn {
  kind: SignInProvider;
  url: string;
  client: StandInClient;
  spoil: Spoiling;
  codes: Codes;
  guild: Guild;
  /** Every request that arrived, with the status that it was answered with. */
  log: { method: string; path: string; status: number }[];
  close: () => Promise<void>;
}

export interface StandInOptions {
  kind: SignInProvider;
  /** The broker's address, as members see it. */
  publicUrl: string;
  /** 0 = any free one. */
  port?: number;
}

/** Starts a stand-in for one provider on this host. */
export async function startProviderStandIn({
  kind,
  publicUrl,
  port = 0,
}: StandInOptions): Promise<ProviderStandIn> {
  const signer = createTokenSigner();
  const server = createServer((request, response) => {
    void answerOne().catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
    async function answerOne(): Promise<void> {
      const exchange = await readExchange(request, standIn.url);
      if (standIn.spoil.slowMs !== undefined) await wait(standIn.spoil.slowMs);
      const answer = standIn.spoil.everything ?? route(standIn, signer, exchange);
      standIn.log.push({ method: exchange.method, path: exchange.url.pathname, status: answer.status });
      sendAnswer(response, answer);
    }
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const standIn: ProviderStandIn = {
    kind,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    client: {
      clientId: `${kind}-client`,
      clientSecret: `${kind}-secret-of-the-stand-in`,
      redirectUri: `${publicUrl}/api/auth/callback/${kind}`,
    },
    spoil: {},
    codes: createCodes(),
    guild: createGuild(),
    log: [],
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return standIn;
}

type Signer = ReturnType<typeof createTokenSigner>;

const paths = {
  discord: {
    authorize: '/oauth2/authorize',
    token: '/api/oauth2/token',
    revoke: '/api/oauth2/token/revoke',
    me: '/api/v10/users/@me',
  },
  google: { authorize: '/o/oauth2/v2/auth', token: '/token', revoke: '/revoke', me: '/userinfo' },
  x: {
    authorize: '/i/oauth2/authorize',
    token: '/2/oauth2/token',
    revoke: '/2/oauth2/revoke',
    me: '/2/users/me',
  },
} as const satisfies Record<SignInProvider, Record<string, string>>;

function route(standIn: ProviderStandIn, signer: Signer, exchange: Exchange): Answer {
  const { kind, spoil } = standIn;
  const path = exchange.url.pathname;
  const own = paths[kind];
  if (exchange.method === 'HEAD') return { status: 200 };
  if (path === own.authorize) return answerAuthorize(standIn, exchange);
  if (path === own.token) return spoil.token ?? answerToken(standIn, signer, exchange);
  if (path === own.revoke) return revoke(standIn, exchange);
  if (kind === 'google' && path === '/.well-known/openid-configuration')
    return { status: 200, body: discovery(standIn) };
  if (kind === 'google' && path === '/jwks') return { status: 200, body: signer.jwks };
  if (path === own.me && exchange.headers.authorization?.startsWith('Bearer ') === true) {
    return spoil.profile ?? answerProfile(standIn, exchange);
  }
  if (kind === 'discord') return answerGuild(standIn, exchange);
  return { status: 404, body: { error: 'not_found' } };
}

function discovery({ url }: ProviderStandIn) {
  return {
    issuer: url,
    authorization_endpoint: `${url}${paths.google.authorize}`,
    token_endpoint: `${url}${paths.google.token}`,
    userinfo_endpoint: `${url}${paths.google.me}`,
    revocation_endpoint: `${url}${paths.google.revoke}`,
    jwks_uri: `${url}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
  };
}

function answerProfile({ kind, codes }: ProviderStandIn, { headers }: Exchange): Answer {
  const token = codes.tokens.get(headers.authorization?.slice('Bearer '.length) ?? '');
  if (!token?.person) return { status: 401, body: { message: '401: Unauthorized', code: 0 } };
  const { id, name, email, emailVerified } = token.person;
  if (kind === 'x') return { status: 200, body: { data: { id, name, username: name.toLowerCase() } } };
  const told = token.scope.split(' ').includes('email') ? { email, verified: emailVerified } : {};
  return { status: 200, body: { id, username: name.toLowerCase(), global_name: name, ...told } };
}

function revoke({ codes }: ProviderStandIn, { body }: Exchange): Answer {
  codes.tokens.delete(new URLSearchParams(body).get('token') ?? '');
  return { status: 200, body: {} };
}
