import { sql } from 'drizzle-orm';
import type { Tx } from '../../../database/db.ts';

/**
 * Gives back a place of the product's stock that the purchase has counted, whatever the product's limit is by now. Once for each
 * machine that became final.
 */
export async function releaseStock(tx: Tx, productId: string): Promise<void> {
  await tx.execute(sql`
    update products set stock_used = stock_used - 1 where id = ${productId} and stock_used > 0
  `);
}
