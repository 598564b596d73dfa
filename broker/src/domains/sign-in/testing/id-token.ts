import { createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import type { Person } from './people.ts';

/** How an id_token is spoiled. */
export interface TokenSpoiling {
  issuer?: string;
  audience?: string;
  nonce?: string | null;
  /** Seconds from now; below zero = over. */
  expiresIn?: number;
  signature?: 'foreign_key' | 'none' | 'hmac_of_public_key' | 'broken';
  subject?: string;
}

/** A key of our own, its public half for the JWKS, and tokens that are signed with it unless they are to be spoiled. */
export function createTokenSigner() {
  const kid = randomUUID();
  const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...own.publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' };

  function signed(header: object, payload: object, how: TokenSpoiling['signature']): string {
    const text = `${encode(header)}.${encode(payload)}`;
    switch (how) {
      case 'none':
        return `${encode({ alg: 'none' })}.${encode(payload)}.`;
      case 'hmac_of_public_key': {
        const confused = `${encode({ alg: 'HS256', kid })}.${encode(payload)}`;
        const pem = own.publicKey.export({ format: 'pem', type: 'spki' });
        return `${confused}.${createHmac('sha256', pem).update(confused).digest('base64url')}`;
      }
      case 'foreign_key':
        return `${text}.${sign('RSA-SHA256', Buffer.from(text), foreign.privateKey).toString('base64url')}`;
      case 'broken':
        return `${text}.${Buffer.from('no signature').toString('base64url')}`;
      case undefined:
        return `${text}.${sign('RSA-SHA256', Buffer.from(text), own.privateKey).toString('base64url')}`;
    }
  }

  return {
    jwks: { keys: [jwk] },
    idToken(
      {
        issuer,
        audience,
        nonce,
        person,
      }: { issuer: string; audience: string; nonce: string | null; person: Person },
      spoil: TokenSpoiling,
    ): string {
      const now = Math.floor(Date.now() / 1000);
      const said = spoil.nonce === undefined ? nonce : spoil.nonce;
      return signed(
        { alg: 'RS256', kid, typ: 'JWT' },
        {
          iss: spoil.issuer ?? issuer,
          aud: spoil.audience ?? audience,
          sub: spoil.subject ?? person.id,
          iat: now + Math.min(0, (spoil.expiresIn ?? 0) * 2),
          exp: now + (spoil.expiresIn ?? 3600),
          ...(said === null ? {} : { nonce: said }),
          name: person.name,
          email: person.email,
          email_verified: person.emailVerified,
        },
        spoil.signature,
      );
    },
  };
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
