import type { FastifyReply, FastifyRequest } from 'fastify';
import type { BrokerContext } from '../../context.ts';
import { chooseCookies } from './choose-cookies.ts';

type CookieContext = Pick<BrokerContext, 'config'>;

/**
 * Sets a cookie of this product: `<prefix>.<name>`, HttpOnly, SameSite=Lax, for the whole host and, where browsers can, Secure. The
 * value must be plain (letters, digits, `%.-_`).
 */
export function setCookie(
  ctx: CookieContext,
  reply: FastifyReply,
  { name, value, maxAgeMs }: { name: string; value: string; maxAgeMs: number },
): void {
  const { prefix, secure } = chooseCookies(ctx.config.http.publicUrl);
  const parts = [
    `${prefix}.${name}=${value}`,
    `Max-Age=${Math.floor(maxAgeMs / 1000)}`,
    'Path=/',
    'HttpOnly',
    ...(secure ? ['Secure'] : []),
    'SameSite=Lax',
  ];
  reply.header('set-cookie', parts.join('; '));
}

/** Makes the browser forget the cookie. */
export function clearCookie(ctx: CookieContext, reply: FastifyReply, name: string): void {
  setCookie(ctx, reply, { name, value: '', maxAgeMs: 0 });
}

/** The raw value of a cookie of this product, or undefined. Anybody can have written it: check what it says. */
export function readCookie(ctx: CookieContext, request: FastifyRequest, name: string): string | undefined {
  const { prefix } = chooseCookies(ctx.config.http.publicUrl);
  return findCookie(request.headers.cookie ?? '', `${prefix}.${name}`);
}

/** The raw value of this name in a Cookie header. */
export function findCookie(header: string, name: string): string | undefined {
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=');
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return undefined;
}
