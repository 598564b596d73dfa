import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { readOpenLease } from '../../leases/index.ts';

/** The worker that holds the machine has something else to do for it now: it is told after the commit. */
export async function tellHolder(tx: Tx, ctx: Pick<BrokerContext, 'bus'>, machineId: string): Promise<void> {
  const lease = await readOpenLease(tx, machineId);
  if (!lease) return;
  tx.afterCommit(() => ctx.bus.emit('desired_changed', { workerId: lease.workerId }));
}
