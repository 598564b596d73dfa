import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { readRows, type Tx } from '../../database/db.ts';
import { tellOperator } from '../outbox/index.ts';

/** Nothing new starts on this seat until an admin has looked, and the operator hears of it. The first reason stays. */
export async function disableSeat(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  seatId: string,
  reason: string,
): Promise<void> {
  const [closed] = await readRows(
    tx,
    z.object({ seatName: z.string(), labName: z.string() }),
    sql`
      update seats s set disabled_at = now(), disabled_reason = ${reason} from labs l
      where s.id = ${seatId} and s.disabled_at is null and l.id = s.lab_id
      returning s.username as "seatName", l.name as "labName"`,
  );
  if (closed !== undefined) await tellOperator(tx, ctx, 'seat_closed', { ...closed, reason });
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
