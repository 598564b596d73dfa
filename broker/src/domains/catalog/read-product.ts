import { sql } from 'drizzle-orm';
import { readRows, type Tx } from '../../database/db.ts';
import { ProductRow, selectProducts } from './product-on-sale.ts';

/** One product as a purchase needs it, or null. The stock it shows is a hint: `claimStock` decides. */
export async function readProduct(tx: Tx, productId: string): Promise<ProductRow | null> {
  const rows = await readRows(tx, ProductRow, selectProducts(sql`p.id = ${productId}`));
  return rows[0] ?? null;
}
