import { expect, test } from 'vitest';
import { chooseWorker, type FreeWorker } from './choose-worker.ts';

const wish = { poolId: 'p', triedWorkerIds: [] as string[], onlyWorkerId: null };

function worker(id: string, used: number, capacity: number, idleAt = 0): FreeWorker {
  return { id, poolId: 'p', bootId: null, used, capacity, failures: 0, labels: 0, idleSinceMs: idleAt };
}

test('load counts by share of the capacity, not by number of machines', () => {
  expect(chooseWorker([worker('small', 1, 2), worker('big', 3, 8)], wish)?.id).toBe('big');
});

test('of equally loaded workers the one that was idle longest comes first', () => {
  expect(chooseWorker([worker('a', 0, 2, 20), worker('b', 0, 2, 10)], wish)?.id).toBe('b');
});

test('a worker that tried before is taken only when no other can', () => {
  const workers = [worker('tried', 0, 4), worker('other', 3, 4)];
  expect(chooseWorker(workers, { ...wish, triedWorkerIds: ['tried'] })?.id).toBe('other');
  expect(chooseWorker(workers.slice(0, 1), { ...wish, triedWorkerIds: ['tried'] })?.id).toBe('tried');
});

test('full workers, other pools and all but the only one allowed are left out', () => {
  expect(chooseWorker([worker('full', 2, 2)], wish)).toBeNull();
  expect(chooseWorker([{ ...worker('far', 0, 2), poolId: 'q' }], wish)).toBeNull();
  expect(chooseWorker([worker('a', 0, 2), worker('b', 1, 2)], { ...wish, onlyWorkerId: 'b' })?.id).toBe('b');
});

test('forty machines over workers of mixed capacity fill them evenly', () => {
  const workers = [worker('a', 0, 20), worker('b', 0, 10), worker('c', 0, 10), worker('d', 0, 10)];
  for (let n = 0; n < 40; n += 1) {
    const chosen = chooseWorker(workers, wish);
    if (chosen) chosen.used += 1;
  }
  expect(workers.map((w) => w.used)).toEqual([16, 8, 8, 8]);
});
