import {
  allowInsecureRequests,
  type ClientAuth,
  Configuration,
  ClientSecretPost,
  customFetch,
} from 'openid-client';
import type { Credentials, ProviderContext } from './provider.ts';

export interface Endpoints {
  issuer: string;
  authorization: string;
  token: string;
  revocation?: string;
  /** How the token endpoint wants the client's secret. */
  secretIn: 'header' | 'body';
}

/** A provider whose endpoints are known. Plain http is spoken only where the settings name it: a stand-in on this host. */
export function openConfiguration(
  ctx: ProviderContext,
  credentials: Credentials,
  endpoints: Endpoints,
  fetch?: typeof globalThis.fetch,
): Configuration {
  const { clientId, clientSecret } = credentials;
  const configuration = new Configuration(
    {
      issuer: endpoints.issuer,
      authorization_endpoint: endpoints.authorization,
      token_endpoint: endpoints.token,
      ...(endpoints.revocation === undefined ? {} : { revocation_endpoint: endpoints.revocation }),
    },
    clientId,
    clientSecret,
    endpoints.secretIn === 'header' ? inHeader(credentials) : ClientSecretPost(clientSecret),
  );
  configuration.timeout = ctx.config.signIn.timeoutMs / 1000;
  if (fetch !== undefined) configuration[customFetch] = (url, options) => fetch(url, options as RequestInit);
  if (endpoints.token.startsWith('http:')) allowInsecureRequests(configuration);
  return configuration;
}

// As RFC 6749 means it, but openid-client's own also encodes `-`, `_` and `.`, which secrets are full of: a provider that does not decode
// what it need not would refuse them.
function inHeader({ clientId, clientSecret }: Credentials): ClientAuth {
  const pair = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`;
  return (_server, _client, _body, headers) => {
    headers.set('authorization', `Basic ${Buffer.from(pair).toString('base64')}`);
  };
}
