import { Counter, type Registry } from 'prom-client';

// Of this process, whoever asks: an account is deleted by a function that is given a transaction and nothing else.
export const accountsDeletedTotal = new Counter({
  name: 'coinslot_accounts_deleted_total',
  help: 'Accounts that were deleted by the wish of their members',
  registers: [] as Registry[],
});

export function registerAccountMetrics(registers: Registry[]): void {
  for (const registry of registers) registry.registerMetric(accountsDeletedTotal);
}
