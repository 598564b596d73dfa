import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { sayDependents } from '../../../http/refuse-conflicts.ts';
import { type AdminAct, writeAudit } from '../../audit/index.ts';
import { labs } from '../tables.ts';
import { requireLab } from './list-admin-labs.ts';
import { factsOf, lockLab } from './write-lab.ts';

/** Deletes a lab that has no products, seats or machines, not even in the history. Throws `not_found` or `still_in_use`. */
export async function deleteLab(tx: Tx, act: AdminAct, labId: string): Promise<void> {
  await lockLab(tx, labId);
  const lab = await requireLab(tx, labId);
  const [counts] = await readRows(
    tx,
    z.object({ product: z.int(), seat: z.int(), machine: z.int() }),
    sql`
      select
        (select count(*) from products where lab_id = ${labId}) as product,
        (select count(*) from seats where lab_id = ${labId}) as seat,
        (select count(*) from machines where lab_id = ${labId}) as machine
    `,
  );
  const dependents = sayDependents(counts ?? {});
  if (dependents !== null) {
    throw fail('still_in_use', {
      detail: `The lab has ${dependents}; archived and ended ones count too. Close it with the kill switch instead.`,
    });
  }
  await tx.delete(labs).where(eq(labs.id, labId));
  await writeAudit(tx, {
    ...act,
    action: 'lab.delete',
    targetKind: 'lab',
    targetId: labId,
    before: factsOf(lab),
  });
}
