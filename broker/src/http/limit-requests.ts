import type { FastifyReply, FastifyRequest } from 'fastify';
import type { BrokerContext } from '../context.ts';
import { addressBucket } from './address-bucket.ts';
import type { BrokerApp } from './broker-app.ts';
import { fail } from './errors.ts';

// One load of the dashboard asks for dozens of files, and a class behind one router has one address.
const filesTimes = 10;

/**
 * How many requests a minute are answered: for each member over all their browsers and keys, for each key, and for each address
 * of whoever is not signed in, also when the key or session they sent is none. Nobody shares a limit with anybody who is signed in.
 * Says in `x-ratelimit-*` what is left of the one that is nearest to its end.
 *
 * @throws rate_limited
 */
export function createRequestLimit(
  app: BrokerApp,
  { config, metrics }: Pick<BrokerContext, 'config' | 'metrics'>,
): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  const { rateLimitPerMinute, keyRateLimitPerMinute } = config.http;
  const ofCaller = count(rateLimitPerMinute, callerOf);
  const ofFiles = count(rateLimitPerMinute * filesTimes, callerOf);
  const ofKey = count(keyRateLimitPerMinute, (request) => request.member?.apiKey?.id ?? '');

  function count(max: number, keyGenerator: (request: FastifyRequest) => string) {
    return app.createRateLimit({ max, timeWindow: '1 minute', keyGenerator });
  }

  return async (request, reply) => {
    const counted = [await (request.routeOptions.url === '/*' ? ofFiles : ofCaller)(request)];
    if (request.member?.apiKey) counted.push(await ofKey(request));
    const limits = counted.flatMap((one) => (one.isAllowed ? [] : [one]));
    const nearest = limits.toSorted((a, b) => a.remaining - b.remaining)[0];
    if (nearest === undefined) return;
    reply.headers({
      'x-ratelimit-limit': nearest.max,
      'x-ratelimit-remaining': nearest.remaining,
      'x-ratelimit-reset': nearest.ttlInSeconds,
    });
    const exceeded = limits.filter((one) => one.isExceeded);
    if (exceeded.length === 0) return;
    metrics.rateLimited.inc({ limit: limitOf(request, exceeded) });
    throw fail('rate_limited', { retryAfterSeconds: Math.max(...exceeded.map((one) => one.ttlInSeconds)) });
  };
}

// The key's own limit is the one whose name is no caller's.
function limitOf(request: FastifyRequest, exceeded: readonly { key: string }[]): string {
  const caller = exceeded.find(({ key }) => key !== request.member?.apiKey?.id);
  return caller === undefined ? 'key' : (caller.key.split(' ')[0] ?? 'address');
}

/** Who sent a request, as far as limits go: the member, the session, or the address. */
export function callerOf(request: FastifyRequest): string {
  if (request.member !== null) return `member ${request.member.id}`;
  if (request.sessionToken !== null) return `session ${request.sessionToken}`;
  return `address ${addressOf(request)}`;
}

/** The address of whoever sent a request, for a limit. What a trusted proxy tells and is no address counts as the proxy's own. */
export function addressOf(request: FastifyRequest): string {
  const told = addressBucket(request.ip);
  return told === addressBucket('') ? addressBucket(request.socket.remoteAddress ?? '') : told;
}
