import { keepBusy } from '../../../testing/busy-worker.ts';
import type { FakeWorker } from '../../../testing/fake-worker.ts';
import type { FleetWorld } from './fleet-world.ts';

/** A beat of one of them so often, however many they are: two hundred that beat five times a second leave the broker time for nothing else. */
const beatEachMs = 20;

/** Connected workers that do what they are told, until `rest`. */
export async function startBusyFleet(
  world: FleetWorld,
  { count, capacity, signal }: { count: number; capacity: number; signal?: AbortSignal },
): Promise<{ fleet: FakeWorker[]; rest: () => void }> {
  const fleet: FakeWorker[] = [];
  const stops: (() => void)[] = [];
  const rest = (): void => stops.forEach((stop) => stop());
  try {
    for (let n = 0; n < count; n += 1) {
      signal?.throwIfAborted();
      const worker = await world.addWorker(`busy-${n}`, capacity);
      stops.push(keepBusy(worker, { beatEveryMs: count * beatEachMs }));
      fleet.push(worker);
    }
  } catch (error) {
    rest();
    throw error;
  }
  return { fleet, rest };
}
