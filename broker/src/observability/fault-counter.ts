import { Counter, type Registry } from 'prom-client';

/** Every kind of fault that is counted. */
export const faultKinds = [
  'auto_extend',
  'end_unadopted',
  'failing_ends_not_noted',
  'finish_drains',
  'health_not_recorded',
  'late_extension',
  'late_restart',
  'machine_not_ended',
  'machine_not_stopped',
  'mass_outage',
  'missing_not_ended',
  'orphan_hold',
  'orphan_not_released',
  'outbox_message',
  'release_unconfirmed',
  'sweep_lease',
  'sweep_unaccepted',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** A counter that knows its kinds. */
export interface FaultCounter extends Pick<Counter<'kind'>, 'get'> {
  inc: (labels: { kind: FaultKind }) => void;
}

/** Tells each kind from the start, as 0: of one that begins with its first fault, nothing sees that it rose. */
export function createFaultCounter(registers: Registry[]): FaultCounter {
  const faults = new Counter({
    name: 'coinslot_faults_total',
    help: 'Things that our own code should have prevented, by kind; each is logged as an error too',
    labelNames: ['kind'] as const,
    registers,
  });
  for (const kind of faultKinds) faults.inc({ kind }, 0);
  return faults;
}
