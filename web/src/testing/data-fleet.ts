import { FleetSnapshot, Placement, WaitingMachine } from '@coinslot/shared/http/admin-fleet.ts';
import type { Worker } from '@coinslot/shared/http/admin-workers.ts';
import { aWorker, someWorkers } from './data-admin.ts';
import { minutesFromNow, uuid } from './data-catalog.ts';

export function aWaitingMachine(position: number, changes: Partial<WaitingMachine> = {}): WaitingMachine {
  return WaitingMachine.parse({
    machineId: uuid(5000 + position),
    name: `calm-heron-${position}`,
    productName: 'Linux small',
    ownerName: 'Bo Lindqvist',
    poolName: 'linux',
    labName: 'Bundled lab',
    priority: 2,
    position,
    waitingSince: minutesFromNow(-position * 0.7),
    deadlineAt: minutesFromNow(15 - position * 0.1),
    blocked: null,
    ...changes,
  });
}

function aPlacement(number: number, changes: Partial<Placement> = {}): Placement {
  return Placement.parse({
    leaseId: uuid(6000 + number),
    machineId: uuid(6100 + number),
    machineName: `brave-otter-${number}`,
    machineState: 'ready',
    workerId: uuid(300),
    workerName: 'attic-1',
    grantedAt: minutesFromNow(-number * 3),
    waitedMs: 1800 + number * 400,
    acceptedAfterMs: 120,
    releasedAt: null,
    releaseReason: null,
    ...changes,
  });
}

export function aFleet(changes: Partial<FleetSnapshot> = {}): FleetSnapshot {
  return FleetSnapshot.parse({
    at: minutesFromNow(0),
    workers: someWorkers(),
    slots: { total: 8, used: 3, free: 5 },
    freePlaces: 6,
    waitingCount: 6,
    waiting: [
      ...[1, 2, 3, 4].map((position) => aWaitingMachine(position)),
      aWaitingMachine(5, {
        name: 'a-machine-with-quite-a-long-name',
        ownerName: 'Constantinopolitanus Featherstonehaugh',
        blocked: 'no_seat',
      }),
      aWaitingMachine(6, { ownerName: null, priority: 0, blocked: 'lab_closed' }),
    ],
    placements: [
      aPlacement(1, { machineState: 'assigned', acceptedAfterMs: null }),
      aPlacement(2),
      aPlacement(3, {
        machineState: 'failed',
        releasedAt: minutesFromNow(-4),
        releaseReason: 'worker_lost',
        workerName: 'a-worker-with-quite-a-long-name',
      }),
      ...[4, 5, 6].map((number) => aPlacement(number)),
    ],
    medianWaitMs: 2400,
    medianPrepareMs: 38_000,
    ...changes,
  });
}

/** As many workers and waiting machines as the page must bear. */
export function aBigFleet(): FleetSnapshot {
  const workers = Array.from({ length: 200 }, (_, index): Worker =>
    aWorker({
      id: uuid(7000 + index),
      name: `worker-${String(index).padStart(3, '0')}`,
      poolName: index % 2 === 0 ? 'linux' : 'desktop',
      used: index % 5,
      machines: [],
    }),
  );
  return aFleet({
    workers,
    slots: { total: 800, used: 400, free: 400 },
    waitingCount: 240,
    waiting: Array.from({ length: 100 }, (_, index) => aWaitingMachine(index + 1)),
    placements: Array.from({ length: 30 }, (_, index) => aPlacement(index + 1)),
  });
}
