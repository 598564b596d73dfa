import type { Machine } from '@coinslot/shared/http/machines.ts';
import type { BrokerContext } from '../../../context.ts';
import { queueNow } from '../../queue/index.ts';

/** What a view needs beside its rows. */
export type ViewContext = Pick<BrokerContext, 'bus' | 'config' | 'db'>;

/**
 * Puts the places into those that wait. The queue is read once for everybody who looks at the same time (see queueNow). One that
 * is so new that the reading does not know it has no place yet: it follows in the live data.
 */
export async function addQueuePlaces(ctx: ViewContext, machines: Machine[]): Promise<Machine[]> {
  if (!machines.some(({ state }) => state === 'queued')) return machines;
  const { places } = await queueNow(ctx);
  return machines.map((machine) =>
    machine.state === 'queued' ? { ...machine, queue: places.get(machine.id) ?? null } : machine,
  );
}
