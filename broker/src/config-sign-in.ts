import { isLoopbackHost } from '@coinslot/shared/loopback-host.ts';
import { z } from 'zod';
import { count, duration } from './config-values.ts';

const hourMs = 3_600_000;

/** The settings of signing in by a provider, by the names of their environment variables: a part of BrokerEnvironment. */
export const signInEnvironment = {
  BROKER_DISCORD_CLIENT_ID: z.string().optional(),
  BROKER_DISCORD_CLIENT_SECRET: z.string().optional(),
  BROKER_DISCORD_BOT_TOKEN: z.string().optional(),
  BROKER_GOOGLE_CLIENT_ID: z.string().optional(),
  BROKER_GOOGLE_CLIENT_SECRET: z.string().optional(),
  BROKER_X_CLIENT_ID: z.string().optional(),
  BROKER_X_CLIENT_SECRET: z.string().optional(),
  BROKER_DISCORD_URL: standIn(),
  BROKER_GOOGLE_URL: standIn(),
  BROKER_X_URL: standIn(),
  BROKER_PROVIDER_TIMEOUT_MS: duration(8_000, 1, 60_000),
  BROKER_DISCORD_SYNC_INTERVAL_MS: duration(6 * hourMs, 1_000),
  BROKER_DISCORD_PERKS_KEPT_MS: duration(72 * hourMs, 1_000),
  // Discord bans an address at 10,000 in 10 minutes. Signing in may use twice as many.
  BROKER_DISCORD_REFUSALS_MAX: count(400, 1, 500),
};

const Environment = z.object(signInEnvironment);

/** How providers are reached, and which credentials count until an admin saves others. */
export function toSignInConfig(env: z.infer<typeof Environment>) {
  return {
    timeoutMs: env.BROKER_PROVIDER_TIMEOUT_MS,
    credentials: {
      discord: pair(env.BROKER_DISCORD_CLIENT_ID, env.BROKER_DISCORD_CLIENT_SECRET),
      google: pair(env.BROKER_GOOGLE_CLIENT_ID, env.BROKER_GOOGLE_CLIENT_SECRET),
      x: pair(env.BROKER_X_CLIENT_ID, env.BROKER_X_CLIENT_SECRET),
    },
    urls: {
      discord: env.BROKER_DISCORD_URL ?? 'https://discord.com',
      google: env.BROKER_GOOGLE_URL ?? 'https://accounts.google.com',
      x: env.BROKER_X_URL ?? 'https://x.com',
      xApi: env.BROKER_X_URL ?? 'https://api.x.com',
    },
    discord: {
      botToken: env.BROKER_DISCORD_BOT_TOKEN,
      syncIntervalMs: env.BROKER_DISCORD_SYNC_INTERVAL_MS,
      perksKeptMs: env.BROKER_DISCORD_PERKS_KEPT_MS,
      refusalsMax: env.BROKER_DISCORD_REFUSALS_MAX,
    },
  };
}

/** In production a provider is never reached over plain http, not even on the same host. */
export function readSignInProblems(env: z.infer<typeof Environment>, production: boolean): string[] {
  if (!production) return [];
  return (['BROKER_DISCORD_URL', 'BROKER_GOOGLE_URL', 'BROKER_X_URL'] as const)
    .filter((name) => env[name]?.startsWith('http:'))
    .map((name) => `${name}: must be https in production, because secrets travel there`);
}

function pair(clientId: string | undefined, clientSecret: string | undefined) {
  return clientId === undefined || clientSecret === undefined ? null : { clientId, clientSecret };
}

function standIn() {
  return z
    .url({ protocol: /^https?$/ })
    .refine(
      (url) => url.startsWith('https:') || isLoopbackHost(URL.parse(url)?.hostname ?? ''),
      'must be https, or http on this host',
    )
    .transform((url) => new URL(url).origin)
    .optional();
}
