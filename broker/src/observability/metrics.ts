import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export type BrokerMetrics = ReturnType<typeof createMetrics>;

/** The numbers of one broker process. Gauges that count rows are filled when somebody asks (collect-gauges.ts). */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    machines: new Gauge({
      name: 'coinslot_machines',
      help: 'Machines by state',
      labelNames: ['state'] as const,
      registers,
    }),
    queueDepth: new Gauge({
      name: 'coinslot_queue_depth',
      help: 'Machines that wait for a worker',
      registers,
    }),
    provisionSeconds: new Histogram({
      name: 'coinslot_provision_seconds',
      help: 'From the first assignment to ready or failed',
      labelNames: ['outcome'] as const,
      buckets: [1, 2, 5, 10, 20, 40, 60, 120, 240, 480, 900],
      registers,
    }),
    workers: new Gauge({
      name: 'coinslot_workers',
      help: 'Workers by state',
      labelNames: ['state'] as const,
      registers,
    }),
    ledgerImbalance: new Gauge({
      name: 'coinslot_ledger_imbalance_coins',
      help: 'Coins by which wallets differ from what the transfers add up to; anything but 0 is an alarm',
      registers,
    }),
    faults: new Counter({
      name: 'coinslot_faults_total',
      help: 'Things that our own code should have prevented, by kind; each is logged as an error too',
      labelNames: ['kind'] as const,
      registers,
    }),
    httpSeconds: new Histogram({
      name: 'coinslot_http_seconds',
      help: 'HTTP answers by route and status class',
      labelNames: ['method', 'route', 'status'] as const,
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
      registers,
    }),
  };
}
