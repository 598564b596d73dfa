import { StreamError } from './stream-error.ts';

/** Of the last quarter of a worker's places no machine gets more than makes this many: a few busy ones cannot keep all others out. */
const fewOfMachine = 2;

/**
 * Counts the streams of each worker. `take` answers how the place is given back, once.
 *
 * @throws StreamError `worker_busy`: one may become free at any time
 */
export function createWorkerPlaces(most: number): {
  take(of: { workerId: string; machineId: string }): () => void;
} {
  const taken = new Map<string, number>();
  const forAnyMachine = most - Math.floor(most / 4);

  function count(key: string, by: 1 | -1): void {
    const left = (taken.get(key) ?? 0) + by;
    if (left > 0) taken.set(key, left);
    else taken.delete(key);
  }

  return {
    take({ workerId, machineId }) {
      const machine = `${workerId} ${machineId}`;
      const all = taken.get(workerId) ?? 0;
      const hasFew = (taken.get(machine) ?? 0) < fewOfMachine;
      if (all >= (hasFew ? most : forAnyMachine)) throw new StreamError('worker_busy');
      for (const key of [workerId, machine]) count(key, 1);
      return () => {
        for (const key of [workerId, machine]) count(key, -1);
      };
    },
  };
}
