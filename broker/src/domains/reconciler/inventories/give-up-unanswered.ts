import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction, readRows } from '../../../database/db.ts';
import { planRetry } from './next-inventory.ts';

/**
 * Takes back orders whose deadline has passed: from then on the worker clicks nothing more, so another one may look. Answers how many.
 */
export async function giveUpUnanswered(ctx: BrokerContext): Promise<number> {
  const late = await inTransaction(ctx.db, async (tx) => {
    const rows = await readRows(
      tx,
      Late,
      sql`
        select seat_id as "seatId", worker_id as "workerId" from seat_inventories
        where worker_id is not null and deadline_at <= now() order by seat_id for update skip locked
      `,
    );
    for (const { seatId } of rows)
      await planRetry(tx, sql`i.seat_id = ${seatId}`, {
        failure: 'page_timeout',
        detail: 'The worker did not answer in time.',
      });
    return rows;
  });
  for (const { seatId, workerId } of late) {
    ctx.metrics.inventories.inc({ outcome: 'unanswered' });
    ctx.log.warn({ seatId, workerId }, 'an inventory was not answered in time');
    ctx.bus.emit('desired_changed', { workerId });
  }
  return late.length;
}

const Late = z.object({ seatId: z.uuid(), workerId: z.uuid() });
