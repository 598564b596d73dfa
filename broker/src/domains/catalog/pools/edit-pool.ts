import type { EditPoolRequest, Pool } from '@coinslot/shared/http/admin-pools.ts';
import { eq, sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { refuseStale, refuseTakenName } from '../../../http/refuse-conflicts.ts';
import { type AdminAct, writeAudit } from '../../audit/index.ts';
import { pools } from '../tables.ts';
import { uniqueLabels } from './create-pool.ts';
import { requirePool } from './list-pools.ts';

/**
 * Changes a pool. Its labels decide at once which workers serve it; machines that run go on where they are.
 *
 * @throws not_found, edited_meanwhile, name_taken
 */
export async function editPool(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'config'>,
  act: AdminAct,
  poolId: string,
  asked: EditPoolRequest,
): Promise<Pool> {
  const [row] = await tx.select(auditedColumns).from(pools).where(eq(pools.id, poolId)).for('update');
  const { revision: _, ...before } = refuseStale(row, asked);
  const after = { name: asked.name, description: asked.description, labels: uniqueLabels(asked) };
  await refuseTakenName({ constraint: 'pools_name_key', field: '/name' }, () =>
    tx
      .update(pools)
      .set({ ...after, revision: sql`${pools.revision} + 1` })
      .where(eq(pools.id, poolId)),
  );
  await writeAudit(tx, {
    ...act,
    action: 'pool.edit',
    targetKind: 'pool',
    targetId: poolId,
    before,
    after,
  });
  tx.afterCommit(() => ctx.bus.emit('queue_changed', {}));
  return await requirePool(tx, ctx, poolId);
}

const auditedColumns = {
  name: pools.name,
  description: pools.description,
  labels: pools.labels,
  revision: pools.revision,
};
