import { Product } from '@coinslot/shared/http/products.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';
import { readProductWaits, workerServes } from '../../queue/index.ts';

/** Everything in the shop's window at this member's prices (nobody's: list prices), cheapest first; what was taken off sale is not shown. */
export async function listProducts(
  ctx: Pick<BrokerContext, 'bus' | 'config' | 'db'>,
  memberId: string | null,
): Promise<Product[]> {
  const waitOf = await readProductWaits(ctx);
  const rows = await readRows(
    ctx.db,
    ProductRow,
    sql`
      select
        p.id, p.revision, p.name, p.description, p.price as "listPrice", discounted(p.price, own.discount_percent) as price,
        p.duration_minutes as "durationMinutes", l.name as "labName",
        p.attributes, p.refunds_unused_on_stop as "refundsUnusedOnStop", p.per_member_max as "perMemberMax",
        -- greatest() passes over null: without a limit it would say 0.
        case when p.stock is not null then greatest(p.stock - p.stock_used, 0) end as "stockLeft",
        case when p.extension_minutes is not null
          then jsonb_build_object(
            'minutes', p.extension_minutes, 'price', discounted(p.extension_price, own.discount_percent)
          ) end as extension,
        p.max_life_minutes as "maxLifeMinutes", p.idle_minutes as "idleMinutes",
        p.pool_id in (
          select p.id from pools p
          where exists (select 1 from workers w where w.pool_id = p.id and ${workerServes(ctx.config.fleet)})
        ) as "servedNow",
        p.pool_id as "poolId", p.lab_id as "labId", closed.reason as unavailable,
        case when closed.reason = 'temporarily' then (
          -- Of a lab that is open each seat has its own: the shop is shut since the last one closed, and open with the first that works.
          select jsonb_build_object(
            'since', coalesce(l.breaker_opened_at, max(s.breaker_opened_at)),
            'triesAgainAt', case when l.breaker_opened_at is null then min(s.breaker_tries_again_at) else l.breaker_tries_again_at end
          )
          from seats s where s.lab_id = l.id and s.disabled_at is null
          having coalesce(l.breaker_opened_at, max(s.breaker_opened_at)) is not null
        ) end as resting
      from products p join labs l on l.id = p.lab_id cross join perks_of(${memberId}::uuid) own
        cross join lateral (select why_unavailable(p, l) as reason) closed
      where p.on_sale and p.archived_at is null
      order by p.price, p.duration_minutes, p.name, p.id
    `,
  );
  return rows.map(({ poolId, labId, ...product }) => ({ ...product, wait: waitOf({ poolId, labId }) }));
}

const IsoTime = PgTimestamp.transform((at) => at.toISOString());

const ProductRow = Product.omit({ wait: true }).extend({
  poolId: z.uuid(),
  labId: z.uuid(),
  resting: z.object({ since: IsoTime, triesAgainAt: IsoTime.nullable() }).nullable(),
});
