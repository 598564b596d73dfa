/** A worker with a free slot, as the allocator sees it inside its transaction. `used` counts what was placed in this round too. */
export interface FreeWorker {
  id: string;
  poolId: string;
  bootId: string | null;
  capacity: number;
  used: number;
  /** Failures since a machine last became ready there. */
  failures: number;
  labels: number;
  /** Since when it has nothing to do, in ms of the database's clock. */
  idleSinceMs: number;
}

/** What a machine without a lease asks of a worker. */
export interface WorkerWish {
  poolId: string;
  /** Workers that tried this machine before: taken only when no other can. */
  triedWorkerIds: readonly string[];
  /** The only worker that may have it, for ways in that live and die with their worker. */
  onlyWorkerId: string | null;
}

/**
 * The least-loaded worker of the machine's pool, by used / capacity. Ties go to the one that failed least, then to the one with
 * the fewest labels (special workers stay free), then to the one that was idle longest. Null when none has a free slot.
 */
export function chooseWorker(workers: readonly FreeWorker[], wish: WorkerWish): FreeWorker | null {
  const able = workers.filter(
    (worker) =>
      worker.poolId === wish.poolId &&
      worker.used < worker.capacity &&
      (wish.onlyWorkerId === null || wish.onlyWorkerId === worker.id),
  );
  const untried = able.filter((worker) => !wish.triedWorkerIds.includes(worker.id));
  return (untried.length > 0 ? untried : able).reduce<FreeWorker | null>(
    (best, worker) => (best === null || compareWorkers(worker, best) < 0 ? worker : best),
    null,
  );
}

/** The order of the index `workers_least_loaded`, with what was placed in this round counted. */
export function compareWorkers(a: FreeWorker, b: FreeWorker): number {
  return (
    a.used / a.capacity - b.used / b.capacity ||
    a.failures - b.failures ||
    a.labels - b.labels ||
    a.idleSinceMs - b.idleSinceMs ||
    (a.id < b.id ? -1 : 1)
  );
}
