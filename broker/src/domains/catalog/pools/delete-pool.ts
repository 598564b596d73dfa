import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { sayDependents } from '../../../http/refuse-conflicts.ts';
import { type AdminAct, writeAudit } from '../../audit/index.ts';
import { pools } from '../tables.ts';

/** Deletes a pool on which nothing depends, not even the history. Throws `not_found` or `still_in_use`. */
export async function deletePool(tx: Tx, act: AdminAct, poolId: string): Promise<void> {
  const [pool] = await tx
    .select({ name: pools.name, description: pools.description, labels: pools.labels })
    .from(pools)
    .where(eq(pools.id, poolId))
    .for('update');
  if (!pool) throw fail('not_found');
  const [counts] = await readRows(tx, Dependents, selectDependents(poolId));
  const dependents = sayDependents(counts ?? {});
  if (dependents !== null) {
    throw fail('still_in_use', {
      detail: `The pool has ${dependents}. Archived products, revoked workers and ended machines count too: their history names the pool.`,
    });
  }
  await tx.delete(pools).where(eq(pools.id, poolId));
  await writeAudit(tx, { ...act, action: 'pool.delete', targetKind: 'pool', targetId: poolId, before: pool });
}

const Dependents = z.object({
  product: z.int(),
  worker: z.int(),
  'enrolment token': z.int(),
  machine: z.int(),
});

function selectDependents(poolId: string) {
  return sql`
    select
      (select count(*) from products where pool_id = ${poolId}) as product,
      (select count(*) from workers where pool_id = ${poolId}) as worker,
      (select count(*) from enrolment_tokens where pool_id = ${poolId}) as "enrolment token",
      (select count(*) from machines where pool_id = ${poolId}) as machine
  `;
}
