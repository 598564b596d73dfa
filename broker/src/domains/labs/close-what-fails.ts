import { sql } from 'drizzle-orm';
import type { Tx } from '../../database/db.ts';

/** Nothing new starts on this seat until an admin has looked. The first reason stays. */
export async function disableSeat(tx: Tx, seatId: string, reason: string): Promise<void> {
  await tx.execute(sql`
    update seats set disabled_at = now(), disabled_reason = ${reason}
    where id = ${seatId} and disabled_at is null
  `);
}

/** Nothing new starts at this lab until an admin has looked. The first reason stays. */
export async function openLabBreaker(tx: Tx, labId: string, reason: string): Promise<void> {
  await tx.execute(sql`
    update labs set breaker_opened_at = now(), breaker_reason = ${reason}
    where id = ${labId} and breaker_opened_at is null
  `);
}
