import { Counter, type Registry } from 'prom-client';

// Of this process, whoever asks: sessions begin in functions that are given a transaction and nothing else.
const unregistered = { registers: [] as Registry[] };

export const signInsTotal = new Counter({
  name: 'coinslot_sign_ins_total',
  help: 'Sign-ins by their way in, and how they ended: done, or refused by wrong credentials, code or passkey',
  labelNames: ['by', 'outcome'] as const,
  ...unregistered,
});

export const accountsDeletedTotal = new Counter({
  name: 'coinslot_accounts_deleted_total',
  help: 'Accounts that were deleted by the wish of their members',
  ...unregistered,
});

export function registerAccountMetrics(registers: Registry[]): void {
  for (const registry of registers) {
    registry.registerMetric(signInsTotal);
    registry.registerMetric(accountsDeletedTotal);
  }
}
