import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../database/db.ts';
import { fail } from '../../http/errors.ts';
import { type AdminAct, writeAudit } from '../audit/index.ts';

/**
 * An admin wants a seat looked at now: as soon as a worker is there for it, also where its lab refused it before.
 *
 * @throws not_found
 */
export async function askInventory(
  tx: Tx,
  act: AdminAct,
  { seatId, reason = null }: { seatId: string; reason?: string | null },
): Promise<void> {
  const asked = await readRows(
    tx,
    z.object({ id: z.uuid() }),
    sql`
      insert into seat_inventories (seat_id, next_cause) select id, 'admin' from seats where id = ${seatId}
      on conflict (seat_id) do update set next_at = now(), next_cause = 'admin'
      returning seat_id as id
    `,
  );
  if (asked.length === 0) throw fail('not_found');
  await writeAudit(tx, {
    ...act,
    action: 'seat.take_inventory',
    targetKind: 'seat',
    targetId: seatId,
    reason,
  });
}
