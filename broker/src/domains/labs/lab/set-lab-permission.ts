import type { Lab, LabPermissionRequest } from '@coinslot/shared/http/admin-labs.ts';
import { eq, sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { refuseStale } from '../../../http/refuse-conflicts.ts';
import { type AdminAct, writeAudit } from '../../audit/index.ts';
import { labs } from '../tables.ts';
import { requireLab } from './list-admin-labs.ts';
import { lockLab, noPermission } from './write-lab.ts';

/**
 * Records by what right the lab is automated, confirmed by who asks, now; null withdraws the record: nothing more is sold or started
 * there, and what runs goes on to its end. A browser that hides what it is goes with the record.
 *
 * @throws not_found, edited_meanwhile
 */
export async function setLabPermission(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  act: AdminAct,
  labId: string,
  { revision, permission }: LabPermissionRequest,
): Promise<Lab> {
  refuseStale(await lockLab(tx, labId), { revision });
  const before = (await requireLab(tx, labId)).permission;
  await tx
    .update(labs)
    .set({
      ...(permission === null
        ? noPermission
        : {
            permissionKind: permission.kind,
            permissionNote: permission.note,
            permissionConfirmedBy: act.actor.name,
            permissionConfirmedAt: sql`now()`,
          }),
      revision: sql`${labs.revision} + 1`,
    })
    .where(eq(labs.id, labId));
  const lab = await requireLab(tx, labId);
  await writeAudit(tx, {
    ...act,
    action: permission === null ? 'lab.withdraw_permission' : 'lab.permit',
    targetKind: 'lab',
    targetId: labId,
    before,
    after: lab.permission,
  });
  tx.afterCommit(() => ctx.bus.emit('queue_changed', {}));
  return lab;
}
