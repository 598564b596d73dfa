import type { QueuePlace } from '@coinslot/shared/http/machines.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { type Db, readRows } from '../../database/db.ts';
import { estimateWaits, pairKey, type WaitBand, type WaitingWish } from './estimate-waits.ts';
import { type QueuedMachine, readQueued } from './read-queued.ts';
import { type Pair, readWaitModel } from './read-wait-model.ts';
import { tellWait } from './tell-wait.ts';

/** The queue as it was at one moment. */
export interface QueueNow {
  /** In the order of service. */
  machines: QueuedMachine[];
  places: Map<string, QueuePlace>;
  /** What a member without anything in the queue would wait, by `pairKey`; null = nothing was measured, or blocked. */
  buyerWaits: Map<string, QueuePlace['wait']>;
}

/**
 * Reads the queue, its blocks and its estimates: four statements, however many wait. What was `said` before stays where it is still
 * true.
 */
export async function readQueue(
  { db, config }: Pick<BrokerContext, 'db' | 'config'>,
  said: Pick<QueueNow, 'places' | 'buyerWaits'> | null,
): Promise<QueueNow> {
  const { suspectAfterMs, queueAgeingMs: ageingMs } = config.fleet;
  const machines = await readQueued(db, { ageingMs, suspectAfterMs });
  const sold = await readSoldPairs(db);
  const pairs = new Map(
    [...sold, ...machines].map(({ poolId, labId }) => [pairKey({ poolId, labId }), { poolId, labId }]),
  );
  const model = await readWaitModel(db, [...pairs.values()], { suspectAfterMs });
  const served = machines.filter(({ blocked }) => blocked === null);
  const bands = estimateWaits(withBuyers(served, sold), model);
  const { queueDeadlineMs } = config.machines;
  const buyersPatience = { wholeMs: queueDeadlineMs, leftMs: queueDeadlineMs };
  return {
    machines,
    places: new Map(
      machines.map((machine) => {
        const band = bands.get(machine.id) ?? null;
        return [machine.id, placeOf(machine, band, said?.places.get(machine.id)?.wait ?? null)];
      }),
    ),
    buyerWaits: new Map(
      sold.map((pair) => {
        const key = pairKey(pair);
        return [
          key,
          tellWait(bands.get(buyerId(pair)) ?? null, buyersPatience, said?.buyerWaits.get(key) ?? null),
        ];
      }),
    ),
  };
}

function placeOf(machine: QueuedMachine, band: WaitBand | null, said: QueuePlace['wait']): QueuePlace {
  const { position, of, blocked, givesUpAt, patience } = machine;
  return { position, of, blocked, wait: tellWait(band, patience, said), givesUpAt: givesUpAt.toISOString() };
}

type SoldPair = Pair & { minutes: number };

/** Where something is on sale; the shortest product stands for a pair, since only its own use depends on its length. */
async function readSoldPairs(db: Db): Promise<SoldPair[]> {
  return await readRows(
    db,
    z.object({ poolId: z.uuid(), labId: z.uuid(), minutes: z.int() }),
    sql`
      select pool_id as "poolId", lab_id as "labId", min(duration_minutes) as minutes
      from products where on_sale and archived_at is null group by pool_id, lab_id
    `,
  );
}

/** Puts in, for each pair, who would buy now: after everybody's first, before anybody's second. */
function withBuyers(machines: readonly QueuedMachine[], sold: readonly SoldPair[]): WaitingWish[] {
  const wishes: WaitingWish[] = machines.map(({ id, poolId, labId, minutes }) => ({
    id,
    poolId,
    labId,
    lengthMs: minutes * 60_000,
    isGuest: false,
  }));
  const newcomers = machines.findIndex(({ turn, priority }) => turn > 1 && priority <= memberPriority);
  const buyers = sold.map((pair) => ({
    id: buyerId(pair),
    poolId: pair.poolId,
    labId: pair.labId,
    lengthMs: pair.minutes * 60_000,
    isGuest: true,
  }));
  wishes.splice(newcomers === -1 ? wishes.length : newcomers, 0, ...buyers);
  return wishes;
}

/** A member's machine that has just come. */
const memberPriority = 2;

function buyerId(pair: Pair): string {
  return `buyer ${pairKey(pair)}`;
}
