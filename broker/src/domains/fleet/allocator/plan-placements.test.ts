import fc from 'fast-check';
import { expect, test } from 'vitest';
import { propertyRuns } from '../../../testing/property-runs.ts';
import type { FreeSeat } from '../../labs/index.ts';
import { createSeatChoice } from './choose-seat.ts';
import { compareWorkers, type FreeWorker } from './choose-worker.ts';
import { planPlacements } from './plan-placements.ts';
import type { WaitingMachine } from './read-waiting.ts';

const seeds = propertyRuns(1_000);

const anyWorkers = fc.array(
  fc.record({
    capacity: fc.integer({ min: 1, max: 8 }),
    usedPart: fc.double({ min: 0, max: 1, noNaN: true }),
    failures: fc.constantFrom(0, 0, 0, 1),
    labels: fc.integer({ min: 0, max: 2 }),
    idleSinceMs: fc.integer({ min: 0, max: 5 }),
    pool: fc.constantFrom('p', 'p', 'q'),
  }),
  { minLength: 1, maxLength: 40 },
);
const anyMachines = fc.array(
  fc.record({
    pool: fc.constantFrom('p', 'p', 'q'),
    lab: fc.constantFrom('l', 'l', 'm'),
    minutes: fc.constantFrom(15, 60),
    tried: fc.array(fc.integer({ min: 0, max: 39 }), { maxLength: 3 }),
  }),
  { maxLength: 50 },
);
const anySeats = fc.array(
  fc.record({ lab: fc.constantFrom('l', 'm'), free: fc.integer({ min: 1, max: 6 }), isLong: fc.boolean() }),
  { maxLength: 12 },
);

test('no slot and no place on a seat is given twice, and whatever could be placed is placed', () => {
  fc.assert(
    fc.property(anyWorkers, anyMachines, anySeats, (workerFacts, machineFacts, seatFacts) => {
      const workers = workerFacts.map(toWorker);
      const machines = machineFacts.map((facts, n) => toMachine(facts, n, workers));
      const seats = seatFacts.flatMap(toSeats);
      const plan = planPlacements(machines, structuredClone(workers), createSeatChoice(seats));
      for (const worker of workers) {
        const given = plan.filter((placement) => placement.worker.id === worker.id).length;
        expect(worker.used + given).toBeLessThanOrEqual(worker.capacity);
      }
      for (const { seatId, free } of seats) {
        expect(plan.filter((placement) => placement.seatId === seatId).length).toBeLessThanOrEqual(free);
      }
      expect(new Set(plan.map(({ machine }) => machine.id)).size).toBe(plan.length);
      for (const { machine, worker, seatId } of plan) {
        expect(worker.poolId).toBe(machine.poolId);
        expect(seats.some((seat) => seat.seatId === seatId && fits(seat, machine))).toBe(true);
      }
      expect(leftOver(plan, { machines, workers, seats })).toEqual([]);
    }),
    seeds,
  );
});

test('equal workers stay within one machine of each other; unequal ones within one machine of the smallest', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 0, max: 120 }),
      fc.boolean(),
      (capacities, count, isEqual) => {
        const workers = capacities.map((capacity, n) =>
          toWorker({ ...fresh, capacity: isEqual ? (capacities[0] ?? 1) : capacity }, n),
        );
        const machines = Array.from({ length: count }, (_, n) => toMachine(plain, n, workers));
        planPlacements(
          machines,
          workers,
          createSeatChoice(toSeats({ lab: 'l', free: 1000, isLong: true }, 0)),
        );
        const loads = workers.map(({ used, capacity }) => used / capacity);
        const smallest = Math.min(...workers.map(({ capacity }) => capacity));
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1 / smallest + 1e-9);
      },
    ),
    seeds,
  );
});

test('while machines come and go, each goes to the worker that is least loaded then', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 12 }),
      fc.array(fc.record({ count: fc.nat(20), releases: fc.array(fc.nat(11), { maxLength: 20 }) }), {
        minLength: 1,
        maxLength: 8,
      }),
      (capacities, batches) => {
        const workers = capacities.map((capacity, n) => toWorker({ ...fresh, capacity }, n));
        for (const { count, releases } of batches) {
          for (const at of releases) {
            const worker = workers[at % workers.length];
            if (worker && worker.used > 0) worker.used -= 1;
          }
          const machines = Array.from({ length: count }, (_, n) => toMachine(plain, n, workers));
          const plan = planPlacements(machines, workers, createSeatChoice(endless));
          const free = workers.filter(({ used, capacity }) => used < capacity);
          for (const id of new Set(plan.map(({ worker }) => worker.id))) {
            const given = workers.find((worker) => worker.id === id);
            if (!given) throw new Error('a worker that nobody knows');
            const loadBefore = (given.used - 1) / given.capacity;
            for (const { used, capacity } of free)
              expect(loadBefore).toBeLessThanOrEqual(used / capacity + 1e-9);
          }
        }
      },
    ),
    seeds,
  );
});

test('the head of the order is enough: planning over it places the same as planning over every worker', () => {
  fc.assert(
    fc.property(anyWorkers, anyMachines, (workerFacts, machineFacts) => {
      const workers = workerFacts.map(toWorker).filter(({ used, capacity }) => used < capacity);
      const machines = machineFacts.map((facts, n) => toMachine(facts, n, workers));
      const enough =
        machines.length + Math.max(0, ...machines.map((machine) => machine.triedWorkerIds.length));
      const heads = [...Map.groupBy(workers, ({ poolId }) => poolId).values()].flatMap((pool) =>
        pool.toSorted(compareWorkers).slice(0, enough),
      );
      const plan = (over: FreeWorker[]) =>
        planPlacements(machines, structuredClone(over), createSeatChoice(endless)).map(
          ({ machine, worker }) => [machine.id, worker.id],
        );
      expect(plan(heads)).toEqual(plan(workers));
    }),
    seeds,
  );
});

const fresh = { capacity: 1, usedPart: 0, failures: 0, labels: 0, idleSinceMs: 0, pool: 'p' };
const plain = { pool: 'p', lab: 'l', minutes: 15, tried: [] };
const endless = ['l', 'm'].flatMap((lab, n) => toSeats({ lab, free: 1000, isLong: true }, n));

function toWorker(facts: typeof fresh, n: number): FreeWorker {
  const { capacity, usedPart, failures, labels, idleSinceMs, pool: poolId } = facts;
  const used = Math.min(capacity, Math.floor(usedPart * (capacity + 1)));
  return {
    id: `w${String(n).padStart(2, '0')}`,
    poolId,
    bootId: null,
    capacity,
    used,
    failures,
    labels,
    idleSinceMs,
  };
}

function toMachine(
  facts: { pool: string; lab: string; minutes: number; tried: number[] },
  n: number,
  workers: readonly FreeWorker[],
): WaitingMachine {
  return {
    id: `m${n}`,
    work: 'prepare',
    state: 'queued',
    epoch: 0,
    poolId: facts.pool,
    labId: facts.lab,
    waitedMs: 0,
    minutes: facts.minutes,
    takerId: 'somebody',
    seatId: null,
    namedSeatId: null,
    triedWorkerIds: facts.tried.flatMap((at) => workers[at]?.id ?? []),
    onlyWorkerId: null,
  };
}

/** A seat in the lists of the lengths that it may carry, as the database answers. */
function toSeats(
  { lab, free, isLong }: { lab: string; free: number; isLong: boolean },
  n: number,
): FreeSeat[] {
  return (isLong ? [15, 60] : [15]).map((minutes) => ({
    seatId: `s${n} ${lab}`,
    labId: lab,
    minutes,
    free,
    inUse: n % 3,
    uses: n,
  }));
}

function fits(seat: FreeSeat, machine: WaitingMachine): boolean {
  return seat.labId === machine.labId && seat.minutes === machine.minutes;
}

/** Machines that were left out although a slot and a place were left over at the end. */
function leftOver(
  plan: ReturnType<typeof planPlacements>,
  all: { machines: WaitingMachine[]; workers: FreeWorker[]; seats: FreeSeat[] },
): string[] {
  const placed = new Set(plan.map(({ machine }) => machine.id));
  const used = (id: string) => plan.filter(({ worker, seatId }) => worker.id === id || seatId === id).length;
  return all.machines
    .filter(({ id }) => !placed.has(id))
    .filter(
      (machine) =>
        all.workers.some((w) => w.poolId === machine.poolId && w.used + used(w.id) < w.capacity) &&
        all.seats.some((seat) => fits(seat, machine) && used(seat.seatId) < seat.free),
    )
    .map(({ id }) => id);
}
