import fc from 'fast-check';
import { expect, test } from 'vitest';
import { propertyRuns } from '../../testing/property-runs.ts';
import { type ModelMachine, type ModelQueue, orderOfService, serveFirst } from './testing/order-model.ts';

const seeds = propertyRuns(1_000);
const now = 100 * 60_000;

const takers = ['ann', 'bob', 'cat', 'guest', 'stock'] as const;

function baseOf(takerId: string): 0 | 1 | 2 {
  if (takerId === 'stock') return 0;
  return takerId === 'guest' ? 1 : 2;
}

/** Members (and some trials and stock) with up to a dozen machines each, waiting for up to half an hour, some served before. */
const anyQueue = fc
  .array(
    fc.record({
      takerId: fc.constantFrom(...takers),
      ageMs: fc.integer({ min: 1, max: 30 * 60_000 }),
      isRetry: fc.boolean(),
    }),
    { minLength: 1, maxLength: 24 },
  )
  .chain((rows) =>
    fc.record({
      machines: fc.constant(
        rows.map(({ ageMs, ...row }, n) => ({
          ...row,
          base: baseOf(row.takerId),
          id: String(n).padStart(3, '0'),
          queuedAt: now - ageMs,
        })),
      ),
      lastGrantedAt: fc
        .array(fc.tuple(fc.constantFrom(...takers), fc.integer({ min: 0, max: now - 1 })))
        .map((grants) => new Map(grants)),
    }),
  );

test('serving one after the other keeps the order that was shown', () => {
  fc.assert(
    fc.property(anyQueue, (queue) => {
      const shown = orderOfService(queue, now).map(({ id }) => id);
      expect(serveAll(queue)).toEqual(shown);
    }),
    seeds,
  );
});

test('nobody who comes later in the same class moves the oldest machine of anybody back', () => {
  fc.assert(
    fc.property(anyQueue, fc.constantFrom('new', ...takers), (queue, takerId) => {
      const base = baseOf(takerId);
      const later: ModelMachine = { id: 'later', takerId, base, queuedAt: now, isRetry: false };
      const before = orderOfService(queue, now);
      const after = orderOfService({ ...queue, machines: [...queue.machines, later] }, now);
      for (const oldest of oldestOfEach(queue).filter((machine) => machine.base === base)) {
        expect(after.indexOf(oldest)).toBeLessThanOrEqual(before.indexOf(oldest));
      }
    }),
    seeds,
  );
});

test('a member with a hundred machines delays the first of another by one grant at most, however the slots come', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100 }),
      fc.array(
        fc.record({ gapMs: fc.integer({ min: 1, max: 120_000 }), serves: fc.integer({ min: 1, max: 4 }) }),
        {
          minLength: 1,
          maxLength: 30,
        },
      ),
      fc.integer({ min: 0, max: 29 }),
      (many, rounds, comesAtRound) => {
        let clock = now;
        let queue: ModelQueue = { machines: sales('greedy', many, now - 60_000), lastGrantedAt: new Map() };
        let greedyGrants: number | null = null;
        for (const [n, { gapMs, serves }] of rounds.entries()) {
          clock += gapMs;
          if (n === comesAtRound) {
            queue = { ...queue, machines: [...queue.machines, ...sales('other', 1, clock)] };
            greedyGrants = 0;
          }
          for (let place = 0; place < serves; place += 1) {
            const round = serveFirst(queue, clock + (place + 1) / 1000);
            if (!round) continue;
            queue = round.left;
            if (greedyGrants === null) continue;
            if (round.served.takerId === 'other') return;
            greedyGrants += 1;
            expect(greedyGrants).toBeLessThanOrEqual(1);
          }
        }
      },
    ),
    seeds,
  );
});

test('a trial is not starved by members who keep coming', () => {
  let clock = now;
  let queue: ModelQueue = {
    machines: [{ id: 'trial', takerId: 'guest', base: 1, queuedAt: now, isRetry: false }],
    lastGrantedAt: new Map(),
  };
  for (let n = 0; ; n += 1) {
    clock += 30_000;
    queue = { ...queue, machines: [...queue.machines, ...sales(`member ${n}`, 1, clock)] };
    const round = serveFirst(queue, clock);
    if (!round) throw new Error('nobody was served');
    if (round.served.id === 'trial') break;
    queue = round.left;
  }
  expect(clock - now).toBeLessThanOrEqual(600_000);
});

function sales(takerId: string, count: number, queuedAt: number): ModelMachine[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `${takerId} ${String(n).padStart(3, '0')}`,
    takerId,
    base: 2,
    queuedAt,
    isRetry: false,
  }));
}

function serveAll(queue: ModelQueue): string[] {
  const served: string[] = [];
  for (let n = 0, left = queue; ; n += 1) {
    // So close together that nobody ages meanwhile.
    const round = serveFirst(left, now + (n + 1) / 1000);
    if (!round) return served;
    served.push(round.served.id);
    left = round.left;
  }
}

function oldestOfEach({ machines }: ModelQueue): ModelMachine[] {
  const groups = Map.groupBy(machines, ({ takerId, base }) => `${takerId} ${base}`);
  return [...groups.values()].flatMap((mine) =>
    mine.toSorted((a, b) => a.queuedAt - b.queuedAt || (a.id < b.id ? -1 : 1)).slice(0, 1),
  );
}
