import type { Pool, PoolDraft } from '@coinslot/shared/http/admin-pools.ts';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { refuseTakenName } from '../../../http/refuse-conflicts.ts';
import { type AdminAct, writeAudit } from '../../audit/index.ts';
import { pools } from '../tables.ts';
import { requirePool } from './list-pools.ts';

/** Makes a pool without workers. Throws `name_taken`. */
export async function createPool(
  tx: Tx,
  ctx: Pick<BrokerContext, 'config'>,
  act: AdminAct,
  draft: PoolDraft,
): Promise<Pool> {
  const [row] = await refuseTakenName({ constraint: 'pools_name_key', field: '/name' }, () =>
    tx
      .insert(pools)
      .values({ ...draft, labels: uniqueLabels(draft) })
      .returning({ id: pools.id }),
  );
  const pool = await requirePool(tx, ctx, row?.id ?? '');
  const { name, description, labels } = pool;
  await writeAudit(tx, {
    ...act,
    action: 'pool.create',
    targetKind: 'pool',
    targetId: pool.id,
    after: { name, description, labels },
  });
  return pool;
}

export function uniqueLabels({ labels }: Pick<PoolDraft, 'labels'>): string[] {
  return [...new Set(labels)].sort();
}
