import { createHmac, timingSafeEqual } from 'node:crypto';
import { findCookie } from './cookies.ts';

/** The session cookie's name behind the prefix. */
export const sessionCookie = 'session_token';

/** The whole name of the session cookie. */
export function sessionCookieName(prefix: string): string {
  return `${prefix}.${sessionCookie}`;
}

/** The cookie's value for this token: `token.signature`, percent-encoded. A value that was made up never reaches the database. */
export function signSessionToken(token: string, secret: string): string {
  return encodeURIComponent(`${token}.${signatureOf(token, secret).toString('base64')}`);
}

/** The session's token in a Cookie header; null when there is none or its signature is not ours. */
export function readSessionToken(
  cookieHeader: string | undefined,
  { prefix, secret }: { prefix: string; secret: string },
): string | null {
  const value = findCookie(cookieHeader ?? '', sessionCookieName(prefix));
  const signed = value === undefined ? undefined : decode(value);
  const dot = signed?.lastIndexOf('.') ?? -1;
  if (signed === undefined || dot < 1) return null;
  const token = signed.slice(0, dot);
  const given = Buffer.from(signed.slice(dot + 1), 'base64');
  const wanted = signatureOf(token, secret);
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? token : null;
}

function signatureOf(token: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(token).digest();
}

function decode(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
