import { Product } from '@coinslot/shared/http/products.ts';
import { sql } from 'drizzle-orm';
import { type Db, readRows } from '../../database/db.ts';
import { selectProducts } from './product-on-sale.ts';

/** Everything in the shop's window, cheapest first; what was taken off sale is not shown. */
export async function listProducts(db: Db): Promise<Product[]> {
  return await readRows(db, Product, selectProducts(sql`p.on_sale and p.archived_at is null`));
}
