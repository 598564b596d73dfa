import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction, readRows } from '../../../database/db.ts';
import { releaseCharge } from '../../wallet/index.ts';
import { lockMachine } from '../life/lock-machine.ts';

/**
 * A last net: coins still held for a machine that is final go back. There should be none, because a machine's end settles them
 * in its own transaction; each one is a fault of ours and is counted and logged as such.
 */
export async function releaseOrphanHolds(
  ctx: Pick<BrokerContext, 'db' | 'log' | 'metrics'>,
): Promise<number> {
  return inTransaction(ctx.db, async (tx) => {
    const orphans = await readRows(
      tx,
      z.object({ id: z.uuid(), machineId: z.uuid() }),
      sql`
        select c.id, c.machine_id as "machineId"
        from charges c join machines m on m.id = c.machine_id
        where c.state = 'held' and m.ended_at is not null
        order by c.created_at limit 50
      `,
    );
    for (const { id, machineId } of orphans) {
      await lockMachine(tx, machineId);
      const released = await releaseCharge(
        tx,
        id,
        'system',
        'The machine had ended and its coins were still held.',
      );
      if (!released) continue;
      tx.afterCommit(() => {
        ctx.metrics.faults.inc({ kind: 'orphan_hold' });
        ctx.log.error({ machineId, chargeId: id }, 'coins were still held for a machine that had ended');
      });
    }
    return orphans.length;
  });
}
