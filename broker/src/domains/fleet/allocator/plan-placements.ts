import { chooseWorker, type FreeWorker } from './choose-worker.ts';
import type { WaitingMachine } from './read-waiting.ts';

export interface Placement {
  machine: WaitingMachine;
  worker: FreeWorker;
}

/**
 * Gives each machine, in order, the least-loaded worker of its pool, as long as slots and its lab's seats last. Counts
 * what it has given: `used` and `freeSeats` are changed.
 */
export function planPlacements(
  waiting: readonly WaitingMachine[],
  workers: readonly FreeWorker[],
  freeSeats: Map<string, number>,
): Placement[] {
  const plan: Placement[] = [];
  for (const machine of waiting) {
    const free = freeSeats.get(machine.labId) ?? 0;
    if (machine.seatId === null && free <= 0) continue;
    const worker = chooseWorker(workers, machine);
    if (!worker) continue;
    worker.used += 1;
    if (machine.seatId === null) freeSeats.set(machine.labId, free - 1);
    plan.push({ machine, worker });
  }
  return plan;
}
