import { Counter, type Registry } from 'prom-client';

/**
 * Every sign-in, by whichever way. Of this process, whoever asks: sessions begin in functions that are given a transaction and
 * nothing else.
 */
export const signInsTotal = new Counter({
  name: 'coinslot_sign_ins_total',
  help: 'Sign-ins by their way in, and how they ended: done, or refused by wrong credentials, code or passkey',
  labelNames: ['by', 'outcome'] as const,
  registers: [] as Registry[],
});

/** Numbers of signing in, of the ways to the providers, and of reading a guild's roles. */
export function createSignInMetrics(registers: Registry[]) {
  for (const registry of registers) registry.registerMetric(signInsTotal);
  return {
    /** Also those who linked an account or were not let in: only `signInsTotal` says how many came in. */
    providerReturns: new Counter({
      name: 'coinslot_provider_sign_ins_total',
      help: 'Browsers that came back from a provider, by what came of it: ok, or why they were not let in',
      labelNames: ['provider', 'outcome'] as const,
      registers,
    }),
    discordRequests: new Counter({
      name: 'coinslot_discord_requests_total',
      help: 'Requests of the bot to Discord, by what came of it',
      labelNames: ['outcome'] as const,
      registers,
    }),
  };
}
