import { isLoopbackHost } from '@coinslot/shared/loopback-host.ts';
import { z } from 'zod';
import { count, duration } from './config-values.ts';

/** The settings of tunnels by Cloudflare, by the names of their environment variables: a part of BrokerEnvironment. */
export const tunnelsEnvironment = {
  BROKER_CLOUDFLARE_URL: z
    .url({ protocol: /^https?$/ })
    .refine(
      (url) => url.startsWith('https:') || isLoopbackHost(URL.parse(url)?.hostname ?? ''),
      'must be https, or http on this host',
    )
    .transform((url) => new URL(url).origin)
    .default('https://api.cloudflare.com'),
  BROKER_CLOUDFLARE_TIMEOUT_MS: duration(10_000, 1, 60_000),
  // Cloudflare allows 1,200 in 5 minutes over everything that the account's user does, and then closes for 5 minutes.
  BROKER_CLOUDFLARE_CALLS_MAX: count(600, 10, 1_200),
  BROKER_CLOUDFLARE_RECONCILE_MS: duration(300_000, 1_000),
};

const Environment = z.object(tunnelsEnvironment);

/** How Cloudflare is reached, and how often. */
export function toTunnelsConfig(env: z.infer<typeof Environment>) {
  return {
    apiUrl: env.BROKER_CLOUDFLARE_URL,
    timeoutMs: env.BROKER_CLOUDFLARE_TIMEOUT_MS,
    callsMax: env.BROKER_CLOUDFLARE_CALLS_MAX,
    reconcileMs: env.BROKER_CLOUDFLARE_RECONCILE_MS,
  };
}

/** In production the API token never travels over plain http, not even on the same host. */
export function readTunnelsProblems(env: z.infer<typeof Environment>, production: boolean): string[] {
  return production && env.BROKER_CLOUDFLARE_URL.startsWith('http:')
    ? ['BROKER_CLOUDFLARE_URL: must be https in production, because a secret travels there']
    : [];
}
