import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';

/**
 * After our own start every seat in use is looked at as soon as somebody can: what workers and labs did meanwhile nobody told us. Over a
 * minute, so that not all labs are visited at once.
 */
export async function beginAnew({ db }: Pick<BrokerContext, 'db'>): Promise<void> {
  await db.execute(sql`
    update seat_inventories set next_at = now() + random() * interval '60 seconds'
    where worker_id is null and failures = 0 and next_at > now() + interval '60 seconds'
  `);
}
