import type { FastifyReply, FastifyRequest } from 'fastify';
import type { BrokerContext } from '../../../context.ts';
import { newToken } from '../../../secrets/tokens.ts';
import { readCookie, setCookie } from '../../accounts/index.ts';

/** How long somebody may take at the provider. */
export const attemptMs = 10 * 60_000;

const cookie = 'sign_in';
const shape = /^[A-Za-z0-9_-]{43}$/;

/** The secret by which this browser is known again when it comes back; null when it has none. */
export function readBrowserSecret(
  ctx: Pick<BrokerContext, 'config'>,
  request: FastifyRequest,
): string | null {
  const value = readCookie(ctx, request, cookie);
  return value !== undefined && shape.test(value) ? value : null;
}

/** The same for all tabs of a browser, so that the one that began first can still come back. */
export function keepBrowserSecret(
  ctx: Pick<BrokerContext, 'config'>,
  request: FastifyRequest,
  reply: FastifyReply,
): string {
  const value = readBrowserSecret(ctx, request) ?? newToken();
  setCookie(ctx, reply, { name: cookie, value, maxAgeMs: attemptMs });
  return value;
}
