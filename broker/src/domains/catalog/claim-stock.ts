import { sql } from 'drizzle-orm';
import type { Tx } from '../../database/db.ts';

/**
 * Takes one place of a product's stock. False when all are taken. A product without a limit is not written at all: its row
 * would be one hot row for everybody.
 */
export async function claimStock(tx: Tx, productId: string): Promise<boolean> {
  const { rows } = await tx.execute(sql`
    with claimed as (
      update products set stock_used = stock_used + 1
      where id = ${productId} and stock is not null and stock_used < stock
      returning id
    )
    select id from claimed
    union all
    select id from products where id = ${productId} and stock is null
  `);
  return rows.length > 0;
}

/** Gives one place back; call it once for each machine that became final. */
export async function releaseStock(tx: Tx, productId: string): Promise<void> {
  await tx.execute(sql`
    update products set stock_used = stock_used - 1
    where id = ${productId} and stock is not null and stock_used > 0
  `);
}
