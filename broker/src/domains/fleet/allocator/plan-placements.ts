import type { SeatChoice } from './choose-seat.ts';
import { chooseWorker, type FreeWorker } from './choose-worker.ts';
import type { WaitingMachine } from './read-waiting.ts';

export interface Placement {
  machine: WaitingMachine;
  worker: FreeWorker;
  seatId: string;
  /** The seat is claimed for it now; false = it kept one. */
  claimsSeat: boolean;
}

/**
 * Gives each machine, in order, the least-loaded worker of its pool and the least used seat of its lab, as long as they last.
 * Counts what it has given: `used` and the seats' places are changed.
 */
export function planPlacements(
  waiting: readonly WaitingMachine[],
  workers: readonly FreeWorker[],
  seats: SeatChoice,
): Placement[] {
  const plan: Placement[] = [];
  for (const machine of waiting) {
    const worker = chooseWorker(workers, machine);
    if (!worker) continue;
    const seatId =
      machine.seatId ?? machine.namedSeatId ?? (machine.work === 'prepare' ? seats.take(machine) : null);
    if (seatId === null) continue;
    worker.used += 1;
    plan.push({ machine, worker, seatId, claimsSeat: machine.seatId === null });
  }
  return plan;
}
