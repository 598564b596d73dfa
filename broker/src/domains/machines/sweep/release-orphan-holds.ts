import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction, readRows, type Tx } from '../../../database/db.ts';
import { releaseCharge } from '../../wallet/index.ts';
import { lockMachine } from '../life/lock-machine.ts';
import { doEachAlone } from './do-each-alone.ts';

/**
 * A last net: coins still held for a machine that is final go back. There should be none, because a machine's end settles them
 * in its own transaction; each one is a fault of ours and is counted and logged as such.
 *
 * @returns how many machines' coins went back
 */
export async function releaseOrphanHolds(
  ctx: Pick<BrokerContext, 'db' | 'log' | 'metrics'>,
): Promise<number> {
  const orphans = await readRows(
    ctx.db,
    z.object({ machineId: z.uuid() }),
    sql`
      select c.machine_id as "machineId" from charges c join machines m on m.id = c.machine_id
      where c.state = 'held' and m.ended_at is not null
      group by c.machine_id order by min(c.created_at) limit 50
    `,
  );
  return doEachAlone(
    ctx,
    orphans.map(({ machineId }) => machineId),
    { fault: 'orphan_not_released', act: (id) => inTransaction(ctx.db, (tx) => release(tx, ctx, id)) },
  );
}

async function release(
  tx: Tx,
  ctx: Pick<BrokerContext, 'log' | 'metrics'>,
  machineId: string,
): Promise<boolean> {
  await lockMachine(tx, machineId);
  return await releaseHeldCharges(tx, ctx, machineId);
}

/** The same for one machine that is over, whose lock the caller holds. False when no coins were held. */
export async function releaseHeldCharges(
  tx: Tx,
  ctx: Pick<BrokerContext, 'log' | 'metrics'>,
  machineId: string,
): Promise<boolean> {
  const held = await readRows(
    tx,
    z.object({ id: z.uuid() }),
    sql`select id from charges where machine_id = ${machineId} and state = 'held' order by created_at`,
  );
  for (const { id } of held) {
    const why = 'The machine had ended and its coins were still held.';
    if (!(await releaseCharge(tx, id, 'system', why))) continue;
    tx.afterCommit(() => {
      ctx.metrics.faults.inc({ kind: 'orphan_hold' });
      ctx.log.error({ machineId, chargeId: id }, 'coins were still held for a machine that had ended');
    });
  }
  return held.length > 0;
}
