import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../context.ts';
import type { Tx } from '../../database/db.ts';

/** Gives all open leases of a worker their full time again: its process is back on the line and is told what it should have. */
export async function extendLeases(
  tx: Tx,
  ctx: Pick<BrokerContext, 'config'>,
  workerId: string,
): Promise<void> {
  await tx.execute(sql`
    update leases set expires_at = now() + make_interval(secs => ${ctx.config.fleet.lostAfterMs / 1000})
    where worker_id = ${workerId} and released_at is null
  `);
}
