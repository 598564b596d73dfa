import { sql } from 'drizzle-orm';
import type { Tx } from '../../../database/db.ts';
import { releaseStock } from '../../catalog/index.ts';
import type { LockedMachine } from './lock-machine.ts';

/** Takes a machine that just became final out of its owner's limit and the product's stock. Once per machine. */
export async function releasePlaces(
  tx: Tx,
  machine: Pick<LockedMachine, 'ownerId' | 'productId' | 'stockCounted'>,
): Promise<void> {
  if (machine.ownerId !== null) {
    await tx.execute(sql`
      update member_usage set active_machines = active_machines - 1 where user_id = ${machine.ownerId}
    `);
  }
  if (machine.ownerId !== null) {
    await tx.execute(sql`
      update member_product_usage set active_machines = greatest(0, active_machines - 1)
      where user_id = ${machine.ownerId} and product_id = ${machine.productId}
    `);
  }
  if (machine.stockCounted) await releaseStock(tx, machine.productId);
}
