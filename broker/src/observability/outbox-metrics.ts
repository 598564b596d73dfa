import { Counter, Gauge, type Registry } from 'prom-client';

// Of this process, whoever asks, as the wallet's counters are.
export const outboxTriesTotal = new Counter({
  name: 'coinslot_outbox_tries_total',
  help: 'Tries to send a message, by channel and how they ended',
  labelNames: ['channel', 'outcome'] as const,
  registers: [] as Registry[],
});

/** Registers the above, and makes the gauges of the outbox. */
export function createOutboxMetrics(registers: Registry[]) {
  for (const registry of registers) registry.registerMetric(outboxTriesTotal);
  return {
    outboxMessages: new Gauge({
      name: 'coinslot_outbox_messages',
      help: 'Messages that wait or failed for good, by channel and state',
      labelNames: ['channel', 'state'] as const,
      registers,
    }),
    outboxOldestAge: new Gauge({
      name: 'coinslot_outbox_oldest_age_seconds',
      help: 'How long the message that is due for longest has waited since it was due; 0 when none is',
      registers,
    }),
  };
}
