import { createHash, randomBytes } from 'node:crypto';

/** A new key: what its member gets once, what they know it by, and what is kept. 256 random bits, so that a plain hash is enough. */
export function makeKeySecret(): { secret: string; prefix: string; hash: string } {
  const secret = `cs_${randomBytes(32).toString('base64url')}`;
  return { secret, prefix: secret.slice(0, 11), hash: hashSecret(secret) };
}

/** What is kept of a key's secret or a program's device code. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** What a key stands for in a statement that reads the session by itself (`member_of_credential` in the database). */
export function credentialOf(secret: string): string {
  return `api-key:${hashSecret(secret)}`;
}
