import { Counter, Gauge, type Registry } from 'prom-client';

// Of this process, whoever asks: coins move in functions that are given a transaction and nothing else.
const unregistered = { registers: [] as Registry[] };

export const transfersTotal = new Counter({
  name: 'coinslot_transfers_total',
  help: 'Movements of coins that were committed, by kind',
  labelNames: ['kind'] as const,
  ...unregistered,
});

export const walletRefusalsTotal = new Counter({
  name: 'coinslot_wallet_refusals_total',
  help: 'Purchases and extensions that the wallet did not allow, by reason',
  labelNames: ['reason'] as const,
  ...unregistered,
});

export const idempotencyReplaysTotal = new Counter({
  name: 'coinslot_idempotency_replays_total',
  help: 'Requests that were answered with what an earlier one with their key was answered',
  ...unregistered,
});

/** Registers the above, and makes the gauges of the ledger. */
export function createWalletMetrics(registers: Registry[]) {
  for (const registry of registers) {
    registry.registerMetric(transfersTotal);
    registry.registerMetric(walletRefusalsTotal);
    registry.registerMetric(idempotencyReplaysTotal);
  }
  return {
    ledgerImbalance: new Gauge({
      name: 'coinslot_ledger_imbalance_coins',
      help: 'Coins by which wallets differ from what the transfers add up to; anything but 0 is an alarm',
      registers,
    }),
    chargesHeldOldestAge: new Gauge({
      name: 'coinslot_charges_held_oldest_age_seconds',
      help: 'How long the oldest coins that are set aside have waited for their machine; 0 when none are',
      registers,
    }),
  };
}
