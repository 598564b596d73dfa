import type { DisableLabRequest, DisableLabResponse } from '@coinslot/shared/http/admin-labs.ts';
import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { type AdminAct, writeAudit } from '../../audit/index.ts';
import { labs } from '../tables.ts';
import { requireLab } from './list-admin-labs.ts';
import { lockLab } from './write-lab.ts';

/**
 * The kill switch: nothing more is sold or started at this lab. With `endMachines` what waits and runs there ends too: this only
 * writes it down and counts it, and a loop ends one machine after the other with its refund, also after a crash. Switched off
 * once more, the newer reason and wish hold.
 *
 * @throws not_found
 */
export async function disableLab(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  act: AdminAct,
  labId: string,
  { reason, endMachines }: DisableLabRequest,
): Promise<DisableLabResponse> {
  if (!(await lockLab(tx, labId))) throw fail('not_found');
  const before = (await requireLab(tx, labId)).disabled;
  await tx
    .update(labs)
    .set({
      disabledAt: sql`coalesce(${labs.disabledAt}, now())`,
      disabledReason: reason,
      disabledBy: act.actor.name,
      endsMachines: endMachines,
    })
    .where(eq(labs.id, labId));
  const endedMachines = endMachines ? await countToEnd(tx, labId) : 0;
  await writeAudit(tx, {
    ...act,
    action: 'lab.disable',
    targetKind: 'lab',
    targetId: labId,
    reason,
    before,
    after: { endsMachines: endMachines, machines: endedMachines },
  });
  tx.afterCommit(() => ctx.bus.emit('queue_changed', {}));
  return { lab: await requireLab(tx, labId), endedMachines };
}

async function countToEnd(tx: Tx, labId: string): Promise<number> {
  const [row] = await readRows(
    tx,
    z.object({ count: z.int() }),
    sql`select count(*) from machines where lab_id = ${labId} and ended_at is null and end_reason is null`,
  );
  return row?.count ?? 0;
}
