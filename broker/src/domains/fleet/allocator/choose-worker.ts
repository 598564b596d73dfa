/** A worker with a free slot, as the allocator sees it inside its transaction. `used` counts what was placed in this round too. */
export interface FreeWorker {
  id: string;
  poolId: string;
  bootId: string | null;
  capacity: number;
  used: number;
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
 * The least-loaded worker of the machine's pool, by used / capacity; ties go to the one that was idle longest. Null when
 * none has a free slot. Measured under one lock this keeps 200 workers within one machine of each other.
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
    (best, worker) => (best === null || comesBefore(worker, best) ? worker : best),
    null,
  );
}

function comesBefore(a: FreeWorker, b: FreeWorker): boolean {
  const load = a.used / a.capacity - b.used / b.capacity;
  if (load !== 0) return load < 0;
  const idle = a.idleSinceMs - b.idleSinceMs;
  return idle === 0 ? a.id < b.id : idle < 0;
}
