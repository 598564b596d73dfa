import { expect, test } from 'vitest';
import { createWorkerPlaces } from './worker-places.ts';

function tryTake(places: ReturnType<typeof createWorkerPlaces>, machineId: string): (() => void) | null {
  try {
    return places.take({ workerId: 'one', machineId });
  } catch {
    return null;
  }
}

test('machines that take all they get leave places for the others of their worker', () => {
  const places = createWorkerPlaces(100);
  const greedy = ['a', 'b', 'c', 'd', 'e'];
  const held = greedy.map(
    (machineId) => Array.from({ length: 23 }, () => tryTake(places, machineId)).filter(Boolean).length,
  );
  expect(held.reduce((sum, one) => sum + one, 0)).toBeLessThan(80);
  const others = Array.from({ length: 12 }, (_, at) => `other-${at}`);
  expect(others.filter((machineId) => tryTake(places, machineId) === null)).toEqual([]);
});

test('a place that is given back serves again, and no more than there are are given', () => {
  const places = createWorkerPlaces(2);
  const first = tryTake(places, 'a');
  expect([tryTake(places, 'b') !== null, tryTake(places, 'c')]).toEqual([true, null]);
  first?.();
  expect(tryTake(places, 'c')).not.toBeNull();
  expect(places.take({ workerId: 'another', machineId: 'd' })).toBeTypeOf('function');
});
