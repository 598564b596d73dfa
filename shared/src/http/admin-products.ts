import { z } from 'zod';
import { ProductAttributes } from './products.ts';

const minutes = z.int().min(1).max(43_200);
const coins = z.int().min(0).max(1_000_000);

/** What an admin writes of a product: a lab's template, for a duration, at a price, from a pool. */
export const ProductDraft = z.object({
  name: z.string().trim().min(1).max(80),
  description: z.string().trim().max(1000).default(''),
  poolId: z.uuid(),
  labId: z.uuid(),
  /** The lab's own name of what it starts. */
  template: z.string().trim().min(1).max(100),
  durationMinutes: minutes,
  price: coins,
  attributes: ProductAttributes,
  onSale: z.boolean().default(false),
  refundsUnusedOnStop: z.boolean().default(false),
  /** How many may be active at once over all members; null = as many as fit. */
  stock: z.int().min(0).max(100_000).nullable().default(null),
  perMemberMax: z.int().min(1).max(1000).nullable().default(null),
  extension: z.object({ minutes, price: coins }).nullable().default(null),
  maxLifeMinutes: minutes.nullable().default(null),
  idleMinutes: minutes.nullable().default(null),
});
export type ProductDraft = z.infer<typeof ProductDraft>;

/** A product as admins see it. Terms of machines that were bought do not change with it. */
export const AdminProduct = ProductDraft.extend({
  id: z.uuid(),
  revision: z.int().positive(),
  poolName: z.string(),
  labName: z.string(),
  stockUsed: z.int().nonnegative(),
  activeMachines: z.int().nonnegative(),
  soldCount: z.int().nonnegative(),
  /** Why nobody can buy it now; null when they can. */
  unavailable: z.string().nullable(),
  archivedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
});
export type AdminProduct = z.infer<typeof AdminProduct>;

/** `GET /api/v1/admin/products?archived=true|false`, by name. `POST` (201) takes a ProductDraft. */
export const AdminProductList = z.object({ items: z.array(AdminProduct) });
export type AdminProductList = z.infer<typeof AdminProductList>;

/** `PUT /api/v1/admin/products/:id`. `POST …/archive` and `…/restore` {revision}. `DELETE` only when none was ever sold. */
export const EditProductRequest = ProductDraft.extend({ revision: z.int().positive() });
export type EditProductRequest = z.infer<typeof EditProductRequest>;

/** For acts that change nothing but a state: refused when somebody else changed it meanwhile. */
export const RevisionRequest = z.object({ revision: z.int().positive() });
export type RevisionRequest = z.infer<typeof RevisionRequest>;
