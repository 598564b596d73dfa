import { keepBusy } from '../../../testing/busy-worker.ts';
import type { FakeWorker } from '../../../testing/fake-worker.ts';
import type { FleetWorld } from './fleet-world.ts';

/** Connected workers that do what they are told, until `rest`. */
export async function startBusyFleet(
  world: FleetWorld,
  { count, capacity }: { count: number; capacity: number },
): Promise<{ fleet: FakeWorker[]; rest: () => void }> {
  const fleet: FakeWorker[] = [];
  const stops: (() => void)[] = [];
  for (let n = 0; n < count; n += 1) {
    const worker = await world.addWorker(`busy-${n}`, capacity);
    stops.push(keepBusy(worker));
    fleet.push(worker);
  }
  return { fleet, rest: () => stops.forEach((stop) => stop()) };
}
