import { sql } from 'drizzle-orm';
import type { Tx } from '../../../database/db.ts';
import { releaseStock } from '../../catalog/index.ts';
import type { LockedMachine } from './lock-machine.ts';

/** Takes a machine that just became final out of its owner's limits and the product's stock. Once per machine. */
export async function releasePlaces(
  tx: Tx,
  { ownerId, productId }: Pick<LockedMachine, 'ownerId' | 'productId'>,
): Promise<void> {
  if (productId === null) return;
  if (ownerId !== null) {
    await tx.execute(sql`
      update member_usage set active_machines = active_machines - 1 where user_id = ${ownerId}
    `);
    await tx.execute(sql`
      update member_product_usage set active_machines = active_machines - 1
      where user_id = ${ownerId} and product_id = ${productId}
    `);
  }
  await releaseStock(tx, productId);
}
