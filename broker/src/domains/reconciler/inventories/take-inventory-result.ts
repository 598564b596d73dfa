import { saidSentences } from '@coinslot/shared/said-sentences.ts';
import type { InventoryResult } from '@coinslot/shared/worker-messages/inventory.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction, readRows, type Tx } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';
import { keepCookiesOfInventory } from '../../labs/index.ts';
import { namedBy } from '../../machines/index.ts';
import { compareInventory } from '../findings/compare-inventory.ts';
import { noteEnds } from '../findings/note-ends.ts';
import { readKnownSessions } from '../findings/read-known-sessions.ts';
import { storeFindings } from '../findings/store-findings.ts';
import { planNext, planRetry } from './next-inventory.ts';

type Outcome = 'complete' | 'partial' | 'empty' | 'failed' | 'refused';
type Listed = Extract<InventoryResult['result'], { outcome: 'listed' }>;

/**
 * What a worker saw at a seat's lab. Heard only for the order that is out, from the worker that has it, before its deadline. A list that
 * failed, was cut, or is empty where the last one was not finds nothing and settles nothing.
 */
export async function takeInventoryResult(
  ctx: BrokerContext,
  { workerId }: { workerId: string },
  message: InventoryResult,
): Promise<void> {
  const outcome = await inTransaction(ctx.db, async (tx) => {
    const order = await lockOrder(tx, workerId, message);
    return order === null ? 'refused' : await take(tx, ctx, order, message);
  });
  ctx.metrics.inventories.inc({ outcome });
  const { seatId, epoch } = message;
  if (outcome === 'refused') ctx.log.info({ seatId, epoch, workerId }, 'an inventory came too late');
  // The worker is told that its answer is known.
  ctx.bus.emit('desired_changed', { workerId });
}

async function take(tx: Tx, ctx: BrokerContext, order: Order, message: InventoryResult): Promise<Outcome> {
  const { seatId, askedAt } = order;
  if (message.cookies !== undefined)
    await keepCookiesOfInventory(tx, ctx, { seatId, since: askedAt, cookies: message.cookies });
  const outcome = await takeList(tx, ctx, order, message.result);
  // After the list, which was read before.
  await noteEnds(tx, message, message.ends);
  if (message.result.outcome === 'listed' && outcome !== 'partial')
    await planNext(tx, ctx, seatId, { lines: message.result.lines, isComplete: outcome === 'complete' });
  return outcome;
}

async function takeList(
  tx: Tx,
  ctx: BrokerContext,
  order: Order,
  result: InventoryResult['result'],
): Promise<Outcome> {
  const { seatId } = order;
  if (result.outcome === 'failed') {
    const { failure, message: detail } = result;
    ctx.log.warn({ seatId, failure, detail }, "a seat's list could not be read");
    await planRetry(tx, sql`i.seat_id = ${seatId}`, { failure, detail });
    return 'failed';
  }
  if (!result.isComplete) {
    const detail = `The lab lists ${result.lines} lines, more than are compared.`;
    ctx.log.warn({ seatId, lines: result.lines }, "a seat's list is too long to be compared");
    await planRetry(tx, sql`i.seat_id = ${seatId}`, { failure: saidSentences.inventory_too_long, detail });
    return 'partial';
  }
  if (result.lines === 0 && (order.lines ?? 0) > 0) {
    ctx.log.info({ seatId, linesBefore: order.lines }, "a seat's list is empty: it is read once more");
    return 'empty';
  }
  await compare(tx, ctx, order, result);
  return 'complete';
}

async function compare(tx: Tx, ctx: BrokerContext, order: Order, { listings }: Listed): Promise<void> {
  const { labId, seatId, askedAt, listLagMs, recipe } = order;
  const sessions = await readKnownSessions(tx, { labId, seatId, askedAt, listLagMs, listings });
  const refsOf = (isEnding: boolean) =>
    listings.flatMap(({ labRef, state }) => ((state === 'ending') === isEnding ? [labRef] : []));
  await storeFindings(tx, ctx, {
    labId,
    seatId,
    askedAt,
    listLagMs,
    found: compareInventory(listings, sessions, namedBy(recipe)),
    running: refsOf(false),
    ending: refsOf(true),
  });
}

async function lockOrder(
  tx: Tx,
  workerId: string,
  { seatId, epoch }: Pick<InventoryResult, 'seatId' | 'epoch'>,
): Promise<Order | null> {
  const [order] = await readRows(
    tx,
    Order,
    sql`
      select i.seat_id as "seatId", l.id as "labId", l.recipe, l.list_lag_ms as "listLagMs", i.asked_at as "askedAt", i.lines
      from seat_inventories i join seats s on s.id = i.seat_id join labs l on l.id = s.lab_id
      where i.seat_id = ${seatId} and i.epoch = ${epoch} and i.worker_id = ${workerId} and i.deadline_at > now()
      for update of i
    `,
  );
  return order ?? null;
}

type Order = z.infer<typeof Order>;
const Order = z.object({
  seatId: z.uuid(),
  labId: z.uuid(),
  recipe: z.string(),
  listLagMs: z.int(),
  askedAt: PgTimestamp,
  lines: z.int().nullable(),
});
