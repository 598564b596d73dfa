import { sql } from 'drizzle-orm';
import type { Tx } from '../../../database/db.ts';

/**
 * Gives a place back while the product's stock limits it. Once for each machine that became final. The row is shared first and read
 * after that: an edit that sets a limit either waits for this end and does not count it, or this waits and sees the limit.
 */
export async function releaseStock(tx: Tx, productId: string): Promise<void> {
  await tx.execute(sql`select 1 from products where id = ${productId} for key share`);
  await tx.execute(sql`
    update products set stock_used = stock_used - 1 where id = ${productId} and stock is not null
  `);
}
