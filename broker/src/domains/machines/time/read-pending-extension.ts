import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../../database/db.ts';

/** An extension that waits for the lab. `newEndInMs`: from now until the end that was paid for. */
export const PendingExtension = z.object({
  id: z.uuid(),
  chargeId: z.uuid(),
  minutes: z.int(),
  price: z.int(),
  automatic: z.boolean(),
  isLate: z.boolean(),
  newEndInMs: z.number(),
});
export type PendingExtension = z.infer<typeof PendingExtension>;

/** The pending extension of a machine that the caller holds the lock of, or null. */
export async function readPendingExtension(tx: Tx, machineId: string): Promise<PendingExtension | null> {
  const rows = await readRows(
    tx,
    PendingExtension,
    sql`
      select e.id, e.charge_id as "chargeId", e.minutes, c.price, e.automatic, e.deadline_at <= clock_timestamp() as "isLate",
        (extract(epoch from m.expires_at + e.minutes * interval '1 minute' - clock_timestamp()) * 1000)::double precision
          as "newEndInMs"
      from machine_extensions e join machines m on m.id = e.machine_id join charges c on c.id = e.charge_id
      where e.machine_id = ${machineId} and e.state = 'pending'
    `,
  );
  return rows[0] ?? null;
}
