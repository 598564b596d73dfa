import { z } from 'zod';

/** What is on sale: a lab template for a duration at a price. `price` in coins, `durationMinutes` whole minutes. */
export const Product = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  price: z.int().nonnegative(),
  durationMinutes: z.int().positive(),
  labName: z.string(),
  attributes: z.object({
    cpus: z.number().nullable(),
    memoryMb: z.int().nullable(),
    diskMb: z.int().nullable(),
  }),
  refundsUnusedOnStop: z.boolean(),
  /** Why it cannot be bought just now; null when it can. */
  unavailable: z.enum(['lab_disabled', 'no_permission_record', 'out_of_stock', 'off_sale']).nullable(),
});
export type Product = z.infer<typeof Product>;

/** `GET /api/v1/products`: everything visible, cheapest first. */
export const ProductList = z.object({ items: z.array(Product) });
export type ProductList = z.infer<typeof ProductList>;
