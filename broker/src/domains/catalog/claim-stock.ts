import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../database/db.ts';

/**
 * Takes one place of a product's stock. `counted`: a place was taken and must be given back; `unlimited`: the product has no limit
 * and its row was not written, because it would be one hot row for everybody; `none_left`: all are taken.
 */
export async function claimStock(tx: Tx, productId: string): Promise<StockClaim> {
  const rows = await readRows(
    tx,
    z.object({ claim: z.enum(['counted', 'unlimited']) }),
    sql`
      with claimed as (
        update products set stock_used = stock_used + 1
        where id = ${productId} and stock is not null and stock_used < stock
        returning id
      )
      select 'counted' as claim from claimed
      union all
      select 'unlimited' from products where id = ${productId} and stock is null
    `,
  );
  return rows[0]?.claim ?? 'none_left';
}

export type StockClaim = 'counted' | 'unlimited' | 'none_left';

/** Gives back a place that was `counted`, whatever the product's limit is by now. Once for each machine that became final. */
export async function releaseStock(tx: Tx, productId: string): Promise<void> {
  await tx.execute(sql`
    update products set stock_used = stock_used - 1 where id = ${productId} and stock_used > 0
  `);
}
