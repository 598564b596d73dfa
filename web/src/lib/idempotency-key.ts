/**
 * A new random key for one act. `crypto.randomUUID` exists only on https and localhost, and a club's first broker is
 * often plain http on a LAN address, where `getRandomValues` still works.
 */
export function createIdempotencyKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
