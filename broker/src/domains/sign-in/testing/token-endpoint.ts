import type { Answer, Exchange } from './http-exchange.ts';
import type { createTokenSigner } from './id-token.ts';
import type { ProviderStandIn } from './provider-stand-in.ts';

type Signer = ReturnType<typeof createTokenSigner>;

/** Gives a token for a code, once, to the client that it was given for, with the verifier of its challenge and the same address. */
export function answerToken(standIn: ProviderStandIn, signer: Signer, exchange: Exchange): Answer {
  if (exchange.headers['content-type']?.split(';')[0] !== 'application/x-www-form-urlencoded') {
    return { status: 400, body: { error: 'invalid_request' } };
  }
  const form = new URLSearchParams(exchange.body);
  const client = readClient(exchange, form);
  if (client.id !== standIn.client.clientId || client.secret !== standIn.client.clientSecret) {
    return { status: 401, body: { error: 'invalid_client' } };
  }
  switch (form.get('grant_type')) {
    case 'client_credentials':
      return standIn.kind === 'discord' ? giveClientToken(standIn, form) : refuse('unsupported_grant_type');
    case 'authorization_code':
      return takeCode(standIn, signer, client.id, form);
    default:
      return refuse('unsupported_grant_type');
  }
}

function refuse(error: string): Answer {
  return { status: 400, body: { error } };
}

function giveClientToken({ codes }: ProviderStandIn, form: URLSearchParams): Answer {
  const token = codes.giveToken({ person: null, scope: form.get('scope') ?? '' });
  const body = { access_token: token, token_type: 'Bearer', expires_in: 604_800, scope: 'identify' };
  return { status: 200, body };
}

function takeCode(standIn: ProviderStandIn, signer: Signer, clientId: string, form: URLSearchParams): Answer {
  const { kind, url, codes, spoil } = standIn;
  const taken = codes.take(form.get('code') ?? '', {
    clientId,
    redirectUri: form.get('redirect_uri') ?? '',
    verifier: form.get('code_verifier') ?? '',
  });
  if (taken === null) return refuse('invalid_grant');
  const { token, agreement } = taken;
  const { nonce, person, scope } = agreement;
  const body = { access_token: token, token_type: 'Bearer', expires_in: 3600, scope };
  if (kind !== 'google' || spoil.leavesOutIdToken === true) return { status: 200, body };
  const said = { issuer: url, audience: agreement.clientId, nonce, person };
  const idToken = signer.idToken(said, spoil.idToken ?? {});
  codes.given.push(idToken);
  return { status: 200, body: { ...body, id_token: idToken } };
}

function readClient({ headers }: Exchange, form: URLSearchParams): { id: string; secret: string } {
  const { authorization } = headers;
  if (authorization?.startsWith('Basic ') !== true) {
    return { id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? '' };
  }
  const [id = '', secret = ''] = Buffer.from(authorization.slice(6), 'base64').toString('utf8').split(':');
  // Taken as it is, as by providers that do not decode it.
  return { id, secret };
}
