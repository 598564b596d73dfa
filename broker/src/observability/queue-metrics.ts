import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** The numbers of those that wait, and of what they were told. */
export function createQueueMetrics(registers: Registry[]) {
  return {
    queueDepth: new Gauge({
      name: 'coinslot_queue_depth',
      help: 'Machines that wait for a worker, by pool and priority class before ageing (2 member, 1 trial, 0 stock)',
      labelNames: ['pool', 'priority'] as const,
      registers,
    }),
    queueWaitSeconds: new Histogram({
      name: 'coinslot_queue_wait_seconds',
      help: 'From the purchase to the first placement',
      buckets: [0.1, 0.5, 1, 5, 15, 60, 180, 300, 600, 900],
      registers,
    }),
    queueWaitToldRatio: new Histogram({
      name: 'coinslot_queue_wait_told_ratio',
      help: 'Real wait until ready divided by the upper bound that the member was told; 1 or less = the promise held',
      buckets: [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 4],
      registers,
    }),
    queueWaitsTold: new Counter({
      name: 'coinslot_queue_waits_told_total',
      help: 'Machines whose member was told a wait: kept (ready within it) or missed (ready later, or given up in the queue)',
      labelNames: ['outcome'] as const,
      registers,
    }),
  };
}
