import type { QueuePlace } from '@coinslot/shared/http/machines.ts';
import { sql } from 'drizzle-orm';
import { queueNow } from '../../queue/index.ts';
import type { ViewContext } from './queue-place.ts';

/**
 * Looks at the queue and wakes the watchers of every machine whose place, wait or block is not what it was at the last look: a
 * worker that comes or goes, a lab that closes and a purchase before it all show within a second or two. Also notes, once, what each
 * member was told, to measure later how true it was.
 */
export function createQueueTeller(ctx: ViewContext): () => Promise<void> {
  let told = new Map<string, string>();
  return async () => {
    const { machines, places } = await queueNow(ctx);
    const now = new Map([...places].map(([machineId, place]) => [machineId, JSON.stringify(place)]));
    for (const [machineId, place] of now) {
      if (told.get(machineId) !== place) ctx.bus.emit('machine_changed', { machineId });
    }
    told = now;
    const untold = machines.filter(({ isTold }) => !isTold).map(({ id }) => id);
    await noteWaits(ctx, places, untold);
  };
}

async function noteWaits(
  { db }: ViewContext,
  places: ReadonlyMap<string, QueuePlace>,
  machineIds: readonly string[],
): Promise<void> {
  const waits = machineIds.flatMap((id) => {
    const wait = places.get(id)?.wait ?? null;
    // One that is too long promises nothing.
    return wait === null || wait.givesUpAfterSeconds !== null ? [] : [{ id, ...wait }];
  });
  if (waits.length === 0) return;
  await db.execute(sql`
    update machines m set told_wait_from_ms = w."fromSeconds" * 1000, told_wait_to_ms = w."toSeconds" * 1000
    from jsonb_to_recordset(${JSON.stringify(waits)}::jsonb) as w(id uuid, "fromSeconds" integer, "toSeconds" integer)
    where m.id = w.id and m.state = 'queued' and m.told_wait_to_ms is null
  `);
}
