import { Counter, Gauge, type Registry } from 'prom-client';

/** What labs run and our rows do not explain. */
export function createReconcilerMetrics(registers: Registry[]) {
  return {
    orphans: new Gauge({
      name: 'coinslot_orphans',
      help: "What labs' lists and our rows do not agree on and is not settled, by kind",
      labelNames: ['kind'] as const,
      registers,
    }),
    inventories: new Counter({
      name: 'coinslot_inventories_total',
      help: 'Inventories of seats, by what came of them',
      labelNames: ['outcome'] as const,
      registers,
    }),
    reconcileLastSuccess: new Gauge({
      name: 'coinslot_reconcile_last_success_timestamp_seconds',
      help: 'Until when every seat in use was compared with its lab',
      registers,
    }),
  };
}
