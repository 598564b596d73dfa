import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows, type Tx } from '../../database/db.ts';

const MachineCoins = z.object({
  /** Taken for it, without what is held. */
  paid: z.int(),
  held: z.int(),
  refunded: z.int(),
  /** Taken and not given back. */
  refundable: z.int(),
});
export type MachineCoins = z.infer<typeof MachineCoins>;

/** What was paid for a machine and for more of its time, in coins; null when it never cost anything. */
export async function readMachineCoins(db: Db | Tx, machineId: string): Promise<MachineCoins | null> {
  const [coins] = await readRows(
    db,
    MachineCoins.extend({ charges: z.int() }),
    sql`
      select count(*) as charges, coalesce(sum(price) filter (where state = 'captured'), 0)::bigint as paid,
        coalesce(sum(price) filter (where state = 'held'), 0)::bigint as held,
        coalesce(sum(refunded_earned + refunded_bought), 0)::bigint as refunded,
        coalesce(sum(price - refunded_earned - refunded_bought) filter (where state = 'captured'), 0)::bigint as refundable
      from charges where machine_id = ${machineId}`,
  );
  if (coins === undefined || coins.charges === 0) return null;
  const { charges: _, ...rest } = coins;
  return rest;
}
