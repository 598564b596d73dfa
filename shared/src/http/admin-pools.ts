import { z } from 'zod';

/** A label of pools and workers: a worker serves a pool when it has all the pool's labels. */
export const Label = z
  .string()
  .trim()
  .regex(/^[a-z0-9][a-z0-9.-]{0,62}$/, 'lower-case letters, digits, dots and hyphens');

/** What an admin writes of a pool. */
export const PoolDraft = z.object({
  name: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens'),
  description: z.string().trim().max(500).default(''),
  labels: z.array(Label).max(20).default([]),
});
export type PoolDraft = z.infer<typeof PoolDraft>;

/** A group of workers, and what depends on it. `slots` = capacity of its workers that take work now; `used` of them. */
export const Pool = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  labels: z.array(z.string()),
  revision: z.int().positive(),
  workers: z.int().nonnegative(),
  workersUp: z.int().nonnegative(),
  slots: z.int().nonnegative(),
  used: z.int().nonnegative(),
  waiting: z.int().nonnegative(),
  products: z.int().nonnegative(),
  createdAt: z.iso.datetime(),
});
export type Pool = z.infer<typeof Pool>;

/** `GET /api/v1/admin/pools` (admin.pools.read or admin.workers.read), by name. `POST` (201) takes a PoolDraft. */
export const PoolList = z.object({ items: z.array(Pool) });
export type PoolList = z.infer<typeof PoolList>;

/** `PUT /api/v1/admin/pools/:id`: 409 edited_meanwhile when `revision` is not the present one. `DELETE` only when nothing depends on it. */
export const EditPoolRequest = PoolDraft.extend({ revision: z.int().positive() });
export type EditPoolRequest = z.infer<typeof EditPoolRequest>;
