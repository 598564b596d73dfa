import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { readRows, type Tx } from '../../database/db.ts';
import { tellOperator } from '../outbox/index.ts';

/** Nothing new starts on this seat until an admin has looked. The first reason stays. */
export async function disableSeat(tx: Tx, seatId: string, reason: string): Promise<void> {
  await tx.execute(sql`
    update seats set disabled_at = now(), disabled_reason = ${reason}
    where id = ${seatId} and disabled_at is null
  `);
}

/** Nothing new starts at this lab until an admin has looked, and the operator hears of it. The first reason stays. */
export async function openLabBreaker(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  labId: string,
  reason: string,
): Promise<void> {
  const [opened] = await readRows(
    tx,
    z.object({ name: z.string() }),
    sql`
      update labs set breaker_opened_at = now(), breaker_reason = ${reason}
      where id = ${labId} and breaker_opened_at is null returning name`,
  );
  if (opened !== undefined) await tellOperator(tx, ctx, 'lab_closed', { labName: opened.name, reason });
}
