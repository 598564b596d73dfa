import type { Tx } from '../../../database/db.ts';
import { products } from '../tables.ts';

/** Puts a product on sale unless this lab has one of that name; one that is there stays as the operator left it. */
export async function ensureProduct(tx: Tx, product: typeof products.$inferInsert): Promise<void> {
  await tx
    .insert(products)
    .values(product)
    .onConflictDoNothing({ target: [products.labId, products.name] });
}
