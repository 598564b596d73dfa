import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { registerAccountMetrics } from './account-metrics.ts';
import { createBackupMetrics } from './backup-metrics.ts';
import { createFaultCounter } from './fault-counter.ts';
import { createFleetMetrics } from './fleet-metrics.ts';
import { createHostMetrics } from './host-metrics.ts';
import { createIncidentMetrics } from './incident-metrics.ts';
import { createLiveMetrics } from './live-metrics.ts';
import { createMachineMetrics } from './machine-metrics.ts';
import { createOutboxMetrics } from './outbox-metrics.ts';
import { createQueueMetrics } from './queue-metrics.ts';
import { createReconcilerMetrics } from './reconciler-metrics.ts';
import { createSignInMetrics } from './sign-in-metrics.ts';
import { createStreamMetrics } from './stream-metrics.ts';
import { createTunnelMetrics } from './tunnel-metrics.ts';
import { createWalletMetrics } from './wallet-metrics.ts';

export type BrokerMetrics = ReturnType<typeof createMetrics>;

/** The numbers of one broker process. Gauges that count rows are filled when somebody asks (collect-gauges.ts). */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  registerAccountMetrics(registers);
  return {
    registry,
    ...createFleetMetrics(registers),
    ...createQueueMetrics(registers),
    ...createOutboxMetrics(registers),
    ...createMachineMetrics(registers),
    ...createWalletMetrics(registers),
    ...createLiveMetrics(registers),
    ...createIncidentMetrics(registers),
    ...createStreamMetrics(registers),
    ...createSignInMetrics(registers),
    ...createTunnelMetrics(registers),
    ...createBackupMetrics(registers),
    ...createHostMetrics(registers),
    ...createReconcilerMetrics(registers),
    workers: new Gauge({
      name: 'coinslot_workers',
      help: 'Workers by state',
      labelNames: ['state'] as const,
      registers,
    }),
    faults: createFaultCounter(registers),
    rateLimited: new Counter({
      name: 'coinslot_rate_limited_total',
      help: 'Requests that were refused because their sender sent too many, by whose limit it was: member, key, session, address',
      labelNames: ['limit'] as const,
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
