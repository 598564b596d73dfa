import { hashToken, newToken } from '../../secrets/tokens.ts';

/** A new key: what its member gets once, what they know it by, and what is kept. */
export function makeKeySecret(): { secret: string; prefix: string; hash: string } {
  const secret = `cs_${newToken()}`;
  return { secret, prefix: secret.slice(0, 11), hash: hashToken(secret) };
}

/** What a key stands for in a statement that reads the session by itself (`member_of_credential` in the database). */
export function credentialOf(secret: string): string {
  return `api-key:${hashToken(secret)}`;
}
