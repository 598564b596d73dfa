import { Product } from '@coinslot/shared/http/products.ts';
import { sql } from 'drizzle-orm';
import { type Db, readRows } from '../../database/db.ts';
import { ProductRow, selectProducts } from './product-on-sale.ts';

/** Everything in the shop's window, cheapest first; what was taken off sale is not shown. */
export async function listProducts(db: Db): Promise<Product[]> {
  const rows = await readRows(db, ProductRow, selectProducts(sql`p.on_sale`));
  return rows.map((row) => Product.parse(row));
}
