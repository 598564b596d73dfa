import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** The numbers of the allocator, the leases and the workers. */
export function createFleetMetrics(registers: Registry[]) {
  return {
    placements: new Counter({
      name: 'coinslot_placements_total',
      help: 'What the allocator did with machines that could be placed: placed, or postponed to a later round',
      labelNames: ['outcome'] as const,
      registers,
    }),
    allocateSeconds: new Histogram({
      name: 'coinslot_allocate_seconds',
      help: 'Rounds of the allocator that placed something, the wait for its lock included',
      buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5],
      registers,
    }),
    leases: new Gauge({
      name: 'coinslot_leases',
      help: 'Open leases: not accepted yet, accepted, or run out and not yet taken away',
      labelNames: ['state'] as const,
      registers,
    }),
    leasesEnded: new Counter({
      name: 'coinslot_leases_ended_total',
      help: 'Leases that ended on this broker, by reason',
      labelNames: ['reason'] as const,
      registers,
    }),
    slots: new Gauge({
      name: 'coinslot_slots',
      help: 'Slots by pool: used, free on workers that may get work, out of service on others',
      labelNames: ['pool', 'state'] as const,
      registers,
    }),
    heartbeatAge: new Gauge({
      name: 'coinslot_worker_heartbeat_age_seconds',
      help: 'Age of the oldest newest heartbeat among the workers in service, by pool',
      labelNames: ['pool'] as const,
      registers,
    }),
    workersFailing: new Gauge({
      name: 'coinslot_workers_failing',
      help: 'Workers that get no machine until a probe passes, by pool',
      labelNames: ['pool'] as const,
      registers,
    }),
    workerFailures: new Counter({
      name: 'coinslot_worker_failures_total',
      help: 'Failures that counted against a worker, by kind',
      labelNames: ['kind'] as const,
      registers,
    }),
    probes: new Counter({
      name: 'coinslot_worker_probes_total',
      help: 'Probes of failing workers: sent, passed or failed',
      labelNames: ['outcome'] as const,
      registers,
    }),
  };
}
