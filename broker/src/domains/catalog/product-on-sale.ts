import { Product } from '@coinslot/shared/http/products.ts';
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';

/** One row of `selectProducts`. `unavailable` is the first reason that holds. */
export const ProductRow = Product.omit({ attributes: true }).extend({
  attributes: z.object({
    cpus: z.number().nullable().default(null),
    memoryMb: z.int().nullable().default(null),
    diskMb: z.int().nullable().default(null),
  }),
  poolId: z.uuid(),
  labId: z.uuid(),
  template: z.string(),
});
export type ProductRow = z.infer<typeof ProductRow>;

/**
 * Products with their lab and why each cannot be bought. A lab cannot lend when it is switched off, its breaker is open, or
 * none of its seats may be used any more (a busy seat is only a queue).
 */
export function selectProducts(where: SQL): SQL {
  return sql`
    select
      p.id, p.name, p.description, p.price, p.duration_minutes as "durationMinutes", l.name as "labName",
      p.attributes, p.refunds_unused_on_stop as "refundsUnusedOnStop",
      p.pool_id as "poolId", p.lab_id as "labId", p.template,
      case
        when not p.on_sale then 'off_sale'
        when l.permission_kind is null then 'no_permission_record'
        when l.disabled_at is not null or l.breaker_opened_at is not null or not exists (
          select 1 from seats s
          where s.lab_id = l.id and s.disabled_at is null and (s.max_uses is null or s.uses < s.max_uses)
        ) then 'lab_disabled'
        when p.stock_used >= p.stock then 'out_of_stock'
      end as unavailable
    from products p join labs l on l.id = p.lab_id
    where ${where}
    order by p.price, p.duration_minutes, p.name, p.id
  `;
}
