import { z } from 'zod';
import { QueueWait } from './queue-wait.ts';

/** How big the machine is. `size` is the shop's own word for it. Unknown is null. */
export const ProductAttributes = z.object({
  size: z.enum(['xs', 's', 'm', 'l', 'xl']).nullable().default(null),
  cpus: z.number().positive().max(1024).nullable().default(null),
  memoryMb: z.int().positive().nullable().default(null),
  diskMb: z.int().positive().nullable().default(null),
  gpu: z
    .object({
      model: z.string().trim().min(1).max(60),
      count: z.int().min(1).max(16),
      memoryMb: z.int().positive().nullable(),
    })
    .nullable()
    .default(null),
});
export type ProductAttributes = z.infer<typeof ProductAttributes>;

/**
 * What is on sale: a lab template for a duration at a price, `durationMinutes` whole minutes. Prices in coins: `price` is what the member who
 * asks pays, `listPrice` what it costs without perks. An extension's price is the member's too.
 */
export const Product = z.object({
  id: z.uuid(),
  /** Counts its changes: a buyer who sends it buys at these terms or not at all. */
  revision: z.int().positive(),
  name: z.string(),
  description: z.string(),
  price: z.int().nonnegative(),
  listPrice: z.int().nonnegative(),
  durationMinutes: z.int().positive(),
  labName: z.string(),
  attributes: ProductAttributes,
  /** How many a member may have at once; null = no limit of its own. */
  perMemberMax: z.int().positive().nullable(),
  /** Places left of its stock; null = as many as fit. */
  stockLeft: z.int().nonnegative().nullable(),
  /** What more time costs on a ready machine; null when it cannot be had. */
  extension: z.object({ minutes: z.int().positive(), price: z.int().nonnegative() }).nullable(),
  maxLifeMinutes: z.int().positive().nullable(),
  idleMinutes: z.int().positive().nullable(),
  refundsUnusedOnStop: z.boolean(),
  /** Until one bought now would be ready; null while nothing was measured. */
  wait: QueueWait.nullable(),
  /** Whether a worker is there for it just now; else what is bought waits until one is back. */
  servedNow: z.boolean(),
  /** Why it cannot be bought just now; null when it can. `no_worker`: no worker in service can run it. */
  unavailable: z
    .enum([
      'lab_disabled',
      'no_permission_record',
      'out_of_stock',
      'off_sale',
      'no_worker',
      'no_seat',
      'temporarily',
    ])
    .nullable(),
  /** While breakers keep it `temporarily` from being sold: since when, and when its lab is tried again, or null when nobody knows. */
  resting: z.object({ since: z.iso.datetime(), triesAgainAt: z.iso.datetime().nullable() }).nullable(),
});
export type Product = z.infer<typeof Product>;

/** `GET /api/v1/products`: everything visible, cheapest first. */
export const ProductList = z.object({ items: z.array(Product) });
export type ProductList = z.infer<typeof ProductList>;
