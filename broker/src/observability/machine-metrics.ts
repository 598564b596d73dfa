import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** How machines are prepared, run, extended and cleared away. */
export function createMachineMetrics(registers: Registry[]) {
  return {
    machines: new Gauge({
      name: 'coinslot_machines',
      help: 'Machines by state',
      labelNames: ['state'] as const,
      registers,
    }),
    provisionSeconds: new Histogram({
      name: 'coinslot_provision_seconds',
      help: 'From the first assignment to ready or failed',
      labelNames: ['outcome'] as const,
      buckets: [1, 2, 5, 10, 20, 40, 60, 120, 240, 480, 900],
      registers,
    }),
    provisionStepSeconds: new Histogram({
      name: 'coinslot_provision_step_seconds',
      help: 'How long each step of preparing a machine took, by how it ended',
      labelNames: ['step', 'outcome'] as const,
      buckets: [0.5, 1, 2, 5, 10, 20, 40, 60, 120, 240],
      registers,
    }),
    extensions: new Counter({
      name: 'coinslot_extensions_total',
      help: 'Extensions of machines by outcome: applied, or refused and paid back',
      labelNames: ['outcome'] as const,
      registers,
    }),
    restarts: new Counter({
      name: 'coinslot_restarts_total',
      help: 'Restarts of machines by outcome',
      labelNames: ['outcome'] as const,
      registers,
    }),
    labFailures: new Counter({
      name: 'coinslot_lab_failures_total',
      help: 'Preparations that failed through the lab’s doing, by failure and by whose machine it was: member or canary',
      labelNames: ['failure', 'by'] as const,
      registers,
    }),
    breakersOpened: new Counter({
      name: 'coinslot_breakers_opened_total',
      help: 'Breakers of seats and labs that opened after failures, and those that stayed open after a canary failed',
      labelNames: ['of'] as const,
      registers,
    }),
    canaries: new Counter({
      name: 'coinslot_canaries_total',
      help: 'Canaries by outcome',
      labelNames: ['outcome'] as const,
      registers,
    }),
    canarySeconds: new Histogram({
      name: 'coinslot_canary_seconds',
      help: 'From the assignment of a canary to ready or failed',
      labelNames: ['outcome'] as const,
      buckets: [1, 2, 5, 10, 20, 40, 60, 120, 240, 480, 900],
      registers,
    }),
    machinesDegraded: new Gauge({
      name: 'coinslot_machines_degraded',
      help: 'Ready machines that nobody can reach',
      registers,
    }),
    labSessions: new Gauge({
      name: 'coinslot_lab_sessions',
      help: 'Lab sessions that are not confirmed ended, by state',
      labelNames: ['state'] as const,
      registers,
    }),
    labSessionsOrphaned: new Gauge({
      name: 'coinslot_lab_sessions_orphaned',
      help: 'Lab sessions that are not confirmed ended though their machine ended more than five minutes ago',
      registers,
    }),
  };
}
