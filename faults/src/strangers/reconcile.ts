import type { InventoryEnd } from '@coinslot/shared/worker-messages/inventory.ts';
import type pg from 'pg';
import type { BrokerContext } from '../../../broker/src/context.ts';
import { orderInventories, takeInventoryResult } from '../../../broker/src/domains/reconciler/index.ts';
import { createRandom, type Random } from '../random.ts';
import { Violation } from '../scenario.ts';
import { drawSeat, endable, type LabItem } from './draw-lab.ts';
import { letTimePass, type Order, readOrders, seatCount, writeRows } from './rows.ts';

const looks = 12;
const startedAgoMs = 3_600_000;

/**
 * One round: rows and labs drawn by the seed, looked at until everything that is ours must be gone.
 *
 * @throws Violation when anything else was to be ended, or when something of ours was left
 */
export async function reconcile(
  ctx: BrokerContext,
  database: pg.Client,
  seed: number,
  signal?: AbortSignal,
): Promise<{ lines: number; ended: number; untouched: number }> {
  const random = createRandom(seed);
  const drawn = Array.from({ length: seatCount }, () => drawSeat(random));
  const seatIds = await writeRows(database, drawn);
  const labs = new Map(seatIds.map((seatId, at) => [seatId, [...(drawn[at]?.items ?? [])]]));
  const figures = { lines: 0, ended: 0, untouched: 0 };
  for (let look = 0; look < looks; look += 1) {
    signal?.throwIfAborted();
    await letTimePass(database);
    await orderInventories(ctx, startedAgoMs);
    for (const order of await readOrders(database)) {
      const items = labs.get(order.seatId) ?? [];
      figures.lines += items.length;
      // The last looks have no trouble, so that what is left then was overlooked.
      await answer(ctx, order, items, { random, hasTrouble: look < looks - 6, seed });
    }
  }
  const left = [...labs.values()].flat();
  const overlooked = left.filter(({ truth }) => endable.has(truth));
  if (overlooked.length > 0) throw new Violation('something of ours was left running', { seed, overlooked });
  figures.untouched = left.length;
  figures.ended = drawn.flatMap(({ items }) => items).length - left.length;
  return figures;
}

/** Plays the worker and the lab: ends what it is told to, and says what the list showed before. */
async function answer(
  ctx: BrokerContext,
  { seatId, workerId, epoch, ends }: Order,
  items: LabItem[],
  { random, hasTrouble, seed }: { random: Random; hasTrouble: boolean; seed: number },
): Promise<void> {
  const listings = items.map(({ labRef, label }) => ({ labRef, label, state: 'live' as const }));
  const outcomes = ends.flatMap(({ labRef, label }): InventoryEnd[] => {
    const item = items.find((one) => one.labRef === labRef);
    if (item === undefined) return [];
    if (!endable.has(item.truth))
      throw new Violation('what is not ours was to be ended', { seed, item, label });
    if (hasTrouble && random.chance(0.3)) return [{ labRef, outcome: 'failed', failure: 'lab_error' }];
    items.splice(items.indexOf(item), 1);
    return [{ labRef, outcome: 'ended', failure: null }];
  });
  await takeInventoryResult(
    ctx,
    { workerId },
    {
      type: 'inventory_result',
      seatId,
      epoch,
      ends: outcomes,
      result: drawResult(hasTrouble ? random.whole(0, 9) : 9, listings),
    },
  );
}

type Result = Parameters<typeof takeInventoryResult>[2]['result'];
type Listed = Extract<Result, { outcome: 'listed' }>;

function drawResult(chance: number, listings: Listed['listings']): Result {
  if (chance === 0) return { outcome: 'failed', failure: 'lab_unreachable', message: 'no answer' };
  const isComplete = chance !== 1;
  const shown = chance === 2 ? [] : listings;
  return { outcome: 'listed', isComplete, lines: shown.length, listings: shown };
}
