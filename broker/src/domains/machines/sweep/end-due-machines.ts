import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction, readRows } from '../../../database/db.ts';
import { type End, endMachine } from '../life/end-machine.ts';

const batch = 50;

/**
 * Ends every machine `m` that fulfils the condition, each in its own transaction, so that one that cannot be ended (a fault of
 * ours, logged) keeps nobody else waiting. The condition is checked again under the row's lock; rows that somebody else holds
 * are left for the next round.
 *
 * @returns how many ended
 */
export async function endDueMachines(
  ctx: Pick<BrokerContext, 'db' | 'bus' | 'log' | 'metrics'>,
  { due, end }: { due: SQL; end: End },
): Promise<number> {
  const candidates = await readRows(
    ctx.db,
    Id,
    sql`select m.id from machines m where ${due} order by m.requested_at, m.id limit ${batch}`,
  );
  let ended = 0;
  for (const { id } of candidates) {
    try {
      if (await endIfStillDue(ctx, id, due, end)) ended += 1;
    } catch (error) {
      ctx.metrics.faults.inc({ kind: 'machine_not_ended' });
      ctx.log.error(
        { err: error, machineId: id, reason: end.reason },
        'a machine that is due could not be ended',
      );
    }
  }
  return ended;
}

async function endIfStillDue(
  ctx: Pick<BrokerContext, 'db' | 'bus' | 'metrics'>,
  machineId: string,
  due: SQL,
  end: End,
): Promise<boolean> {
  return inTransaction(ctx.db, async (tx) => {
    const locked = await readRows(
      tx,
      Id,
      sql`select m.id from machines m where m.id = ${machineId} and ${due} for update of m skip locked`,
    );
    return locked.length > 0 && (await endMachine(tx, ctx, machineId, end));
  });
}

const Id = z.object({ id: z.uuid() });
