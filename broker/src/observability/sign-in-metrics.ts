import { Counter, type Registry } from 'prom-client';

/** Numbers of signing in by a provider and of reading a guild's roles. */
export function createSignInMetrics(registers: Registry[]) {
  return {
    signIns: new Counter({
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
