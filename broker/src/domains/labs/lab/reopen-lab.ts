import type { Lab } from '@coinslot/shared/http/admin-labs.ts';
import { and, eq, isNotNull } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { fail } from '../../../http/errors.ts';
import { type AdminAct, writeAudit } from '../../audit/index.ts';
import { closedSeatBreaker } from '../seats/switch-seat.ts';
import { labs, seats } from '../tables.ts';
import { requireLab } from './list-admin-labs.ts';
import { lockLab } from './write-lab.ts';

/** Takes the kill switch back and closes the breakers, its own and its seats'. Throws `not_found`. */
export async function reopenLab(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  act: AdminAct,
  labId: string,
  reason: string | null,
): Promise<Lab> {
  // A canary that is asked for holds its seat and then refers to the lab; this holds the lab and then its seats.
  if (!(await lockLab(tx, labId, 'no key update'))) throw fail('not_found');
  const { disabled, breaker } = await requireLab(tx, labId);
  await tx
    .update(labs)
    .set({
      disabledAt: null,
      disabledReason: null,
      disabledBy: null,
      endsMachines: false,
      breakerOpenedAt: null,
      breakerReason: null,
      breakerTriesAgainAt: null,
      breakerTrials: 0,
    })
    .where(eq(labs.id, labId));
  await tx
    .update(seats)
    .set(closedSeatBreaker)
    .where(and(eq(seats.labId, labId), isNotNull(seats.breakerOpenedAt)));
  await writeAudit(tx, {
    ...act,
    action: 'lab.reopen',
    targetKind: 'lab',
    targetId: labId,
    reason,
    before: { disabled, breaker },
  });
  tx.afterCommit(() => ctx.bus.emit('queue_changed', {}));
  return await requireLab(tx, labId);
}
