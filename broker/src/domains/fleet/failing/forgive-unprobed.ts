import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction } from '../../../database/db.ts';
import { probeProtocol } from './send-probe.ts';

/** Workers too old to be probed get machines again when the window of their failures has passed. Answers how many. */
export async function forgiveUnprobed(ctx: Pick<BrokerContext, 'db' | 'bus' | 'config'>): Promise<number> {
  const { failureWindowMs } = ctx.config.fleet;
  return await inTransaction(ctx.db, async (tx) => {
    const { rowCount } = await tx.execute(sql`
      update workers set failing_since = null, failing_reason = null
      where failing_since <= now() - make_interval(secs => ${failureWindowMs / 1000}) and protocol < ${probeProtocol}
    `);
    const forgiven = rowCount ?? 0;
    if (forgiven > 0) tx.afterCommit(() => ctx.bus.emit('queue_changed', {}));
    return forgiven;
  });
}
