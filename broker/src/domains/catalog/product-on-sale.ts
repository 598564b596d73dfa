import { Product } from '@coinslot/shared/http/products.ts';
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';

/** One row of `selectProducts`: what the shop shows, and what a purchase needs. */
export const ProductRow = Product.extend({ poolId: z.uuid(), labId: z.uuid(), template: z.string() });
export type ProductRow = z.infer<typeof ProductRow>;

/** Products with their lab and why each cannot be bought. */
export function selectProducts(where: SQL): SQL {
  return sql`
    select
      p.id, p.name, p.description, p.price, p.duration_minutes as "durationMinutes", l.name as "labName",
      p.attributes, p.refunds_unused_on_stop as "refundsUnusedOnStop", p.per_member_max as "perMemberMax",
      greatest(p.stock - p.stock_used, 0) as "stockLeft",
      case when p.extension_minutes is not null
        then jsonb_build_object('minutes', p.extension_minutes, 'price', p.extension_price) end as extension,
      p.max_life_minutes as "maxLifeMinutes", p.idle_minutes as "idleMinutes", null as wait,
      p.pool_id as "poolId", p.lab_id as "labId", p.template, ${whyUnavailable} as unavailable
    from products p join labs l on l.id = p.lab_id
    where ${where}
    order by p.price, p.duration_minutes, p.name, p.id
  `;
}

/**
 * SQL over products `p` and labs `l`: the first reason why nobody can buy it now, or null. What is only busy (a seat that is taken
 * or cools down) is no reason: it is a queue.
 */
export const whyUnavailable = sql`
  case
    when not p.on_sale or p.archived_at is not null then 'off_sale'
    when l.permission_kind is null then 'no_permission_record'
    when not lab_is_open(l) then 'lab_disabled'
    when not exists (
      select 1 from seats s
      where s.lab_id = l.id and seat_may_work(s) and seat_carries(s, p.duration_minutes)
    ) then 'no_seat'
    when p.stock_used >= p.stock then 'out_of_stock'
  end
`;
