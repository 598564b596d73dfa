import { createHmac, timingSafeEqual } from 'node:crypto';

/** The name of better-auth's session cookie. */
export function sessionCookieName(prefix: string): string {
  return `${prefix}.session_token`;
}

/** The cookie's value for this token, as better-auth writes it: `token.signature`, percent-encoded. */
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

function findCookie(header: string, name: string): string | undefined {
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return undefined;
}

function decode(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
