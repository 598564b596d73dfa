import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { createFleetMetrics } from './fleet-metrics.ts';
import { createMachineMetrics } from './machine-metrics.ts';

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
    ...createFleetMetrics(registers),
    ...createMachineMetrics(registers),
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
    liveWatchers: new Gauge({
      name: 'coinslot_live_watchers',
      help: 'Open live streams of pages, by what carries them',
      labelNames: ['transport'] as const,
      registers,
    }),
    liveFrames: new Counter({
      name: 'coinslot_live_frames_total',
      help: 'Frames sent to watchers, counted once for each watcher',
      registers,
    }),
    liveBytes: new Counter({
      name: 'coinslot_live_bytes_total',
      help: 'Bytes of JSON sent to watchers, counted once for each watcher',
      registers,
    }),
    liveSlowReaders: new Counter({
      name: 'coinslot_live_slow_readers_total',
      help: 'Watchers that were cut off because they did not take what was sent',
      registers,
    }),
    logBytes: new Counter({
      name: 'coinslot_log_bytes_total',
      help: 'Bytes of machine logs that were stored',
      registers,
    }),
    logDroppedBytes: new Counter({
      name: 'coinslot_log_dropped_bytes_total',
      help: 'Bytes of machine logs that were dropped because the log had reached its cap',
      registers,
    }),
    logLagSeconds: new Histogram({
      name: 'coinslot_log_lag_seconds',
      help: 'From the moment lines were stored to the moment they were handed to the watchers that wait for them',
      buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
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
