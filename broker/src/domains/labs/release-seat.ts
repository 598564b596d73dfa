import { sql } from 'drizzle-orm';
import type { Tx } from '../../database/db.ts';

/** Gives one place on a seat back; the seat then rests for its cool-down. Call it once per claim. */
export async function releaseSeat(tx: Tx, seatId: string): Promise<void> {
  await tx.execute(sql`
    update seats set
      in_use = in_use - 1,
      cooldown_until = case
        when cooldown_ms > 0 then now() + cooldown_ms * interval '1 millisecond' else cooldown_until
      end
    where id = ${seatId}
  `);
}
