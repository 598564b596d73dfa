import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../../database/db.ts';

/** How long a worker may still act for each of its inventories, in ms by the database's clock. */
export async function readInventoryTimes(db: Db, workerId: string): Promise<InventoryTime[]> {
  return await readRows(
    db,
    InventoryTime,
    sql`
      select seat_id as "seatId", epoch, round(extract(epoch from deadline_at - now()) * 1000)::integer as "remainingMs"
      from seat_inventories where worker_id = ${workerId} and deadline_at > now()
    `,
  );
}

type InventoryTime = z.infer<typeof InventoryTime>;
const InventoryTime = z.object({ seatId: z.uuid(), epoch: z.int(), remainingMs: z.int() });
