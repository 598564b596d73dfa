import { createHash, randomBytes } from 'node:crypto';

/** A secret that nobody guesses: 256 random bits, in letters that fit into a cookie or an address. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a token: its SHA-256 in hex. The token is random, so a plain hash is enough. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
