import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { inTransaction, readRows } from '../../database/db.ts';
import { notifyEach } from './notify.ts';

const batch = 500;
const Low = z.object({ userId: z.uuid(), available: z.int(), below: z.int() });

// The cheapest product that a member could buy at all; null while nothing is on sale.
const cheapest = sql`(select min(price) from products where on_sale and archived_at is null and price > 0)`;

/**
 * Tells members, up to a batch at once, whose coins went below their own threshold or below the cheapest product. Each is told once;
 * after the balance has risen again, once more. Who never had a coin is not told.
 *
 * @returns how many were told
 */
export async function tellLowBalances(ctx: Pick<BrokerContext, 'bus' | 'db'>): Promise<number> {
  return await inTransaction(ctx.db, async (tx) => {
    // Of several brokers one does it: who finds the lock taken has nothing to do.
    const Lock = z.object({ taken: z.boolean() });
    const [lock] = await readRows(
      tx,
      Lock,
      sql`select pg_try_advisory_xact_lock(hashtext('tell-low-balances')) as taken`,
    );
    if (lock?.taken !== true) return 0;
    await tx.execute(sql`
      update low_balances b set told_at = null from wallets w
      where b.told_at is not null and w.user_id = b.user_id
        and w.available_earned + w.available_bought >= coalesce(b.below, ${cheapest}, 0)`);
    const low = await readRows(
      tx,
      Low,
      sql`
        with low as (
          select w.user_id, w.available_earned + w.available_bought as available, coalesce(b.below, ${cheapest}) as below
          from wallets w join users u on u.id = w.user_id and u.disabled_at is null
          left join low_balances b on b.user_id = w.user_id
          where b.told_at is null and w.updated_at > w.created_at
            and w.available_earned + w.available_bought < coalesce(b.below, ${cheapest})
          limit ${batch}
        ), told as (
          insert into low_balances (user_id, told_at) select user_id, now() from low
          on conflict (user_id) do update set told_at = now()
        )
        select user_id as "userId", available, below from low`,
    );
    return await notifyEach(
      tx,
      ctx,
      'low_balance',
      low.map(({ userId, available, below }) => ({
        userId,
        params: { available, below },
        dedupeKey: crypto.randomUUID(),
      })),
    );
  });
}
