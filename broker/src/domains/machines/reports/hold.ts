import type { BrokerContext } from '../../../context.ts';
import type { LockedMachine } from '../life/lock-machine.ts';

/** A worker's claim as it names it itself; true only while the lease of this epoch is open. */
export interface Hold {
  workerId: string;
  machineId: string;
  epoch: number;
}

/** What applying a report needs: the broker's parts, the claim, and the machine, locked. */
export interface ReportScope {
  ctx: Pick<BrokerContext, 'bus' | 'config' | 'secrets' | 'log' | 'metrics'>;
  hold: Hold;
  machine: LockedMachine;
}

/** `refused`: it makes no sense here and must not be sent again; `detail` says why. */
export type ReportOutcome =
  | { outcome: 'applied' | 'stale_epoch'; detail: null }
  | { outcome: 'refused'; detail: string };

export const applied: ReportOutcome = { outcome: 'applied', detail: null };

export function refused(detail: string): ReportOutcome {
  return { outcome: 'refused', detail };
}
