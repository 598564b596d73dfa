import type { FleetSnapshot } from '@coinslot/shared/http/admin-fleet.ts';

/** The names of all pools that the snapshot knows, in order. */
export function poolNames({ workers, waiting }: FleetSnapshot): string[] {
  return [...new Set([...workers, ...waiting].map(({ poolName }) => poolName))].toSorted();
}

/**
 * What belongs to one pool; an empty name is all of them. Workers stand by name, so that none moves while it is read.
 * The medians are those of the whole fleet, and `waitingCount` of a pool counts the rows that were sent.
 */
export function filterFleet(snapshot: FleetSnapshot, poolName: string): FleetSnapshot {
  const workers = snapshot.workers.toSorted((one, other) => one.name.localeCompare(other.name));
  if (poolName === '') return { ...snapshot, workers };
  const own = workers.filter((worker) => worker.poolName === poolName);
  const ids = new Set(own.map((worker) => worker.id));
  const waiting = snapshot.waiting.filter((machine) => machine.poolName === poolName);
  return {
    ...snapshot,
    workers: own,
    slots: countSlots(own),
    waiting,
    waitingCount: waiting.length,
    placements: snapshot.placements.filter(({ workerId }) => ids.has(workerId)),
  };
}

function countSlots(workers: FleetSnapshot['workers']): FleetSnapshot['slots'] {
  const working = workers.filter(({ state, liveness }) => state === 'active' && liveness === 'connected');
  const total = working.reduce((sum, worker) => sum + worker.capacity, 0);
  const used = working.reduce((sum, worker) => sum + worker.used, 0);
  return { total, used, free: Math.max(0, total - used) };
}
