import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction, readRows, type Tx } from '../../../database/db.ts';
import { type End, endMachine } from '../life/end-machine.ts';
import { doEachAlone } from './do-each-alone.ts';

const batch = 50;

export interface DueEnd {
  /** A condition over a machine `m`. */
  due: SQL;
  end: End;
  /** What more is known of this machine's end, read while its row is locked. */
  explain?: (tx: Tx, machineId: string) => Promise<Pick<End, 'failure' | 'detail'>>;
  /** What follows from its end, in the same transaction. */
  afterwards?: (tx: Tx, machineId: string) => Promise<void>;
}

/**
 * Ends every machine `m` that fulfils the condition, each in its own transaction, so that one that cannot be ended (a fault of
 * ours, logged) keeps nobody else waiting. The condition is checked again under the row's lock; rows that somebody else holds
 * are left for the next round.
 *
 * @returns how many ended
 */
export async function endDueMachines(
  ctx: Pick<BrokerContext, 'db' | 'bus' | 'log' | 'metrics'>,
  dueEnd: DueEnd,
): Promise<number> {
  const candidates = await readRows(
    ctx.db,
    Id,
    sql`select m.id from machines m where ${dueEnd.due} order by m.requested_at, m.id limit ${batch}`,
  );
  return doEachAlone(
    ctx,
    candidates.map(({ id }) => id),
    { fault: 'machine_not_ended', act: (machineId) => endIfStillDue(ctx, machineId, dueEnd) },
  );
}

async function endIfStillDue(
  ctx: Pick<BrokerContext, 'db' | 'bus' | 'metrics'>,
  machineId: string,
  { due, end, explain, afterwards }: DueEnd,
): Promise<boolean> {
  return inTransaction(ctx.db, async (tx) => {
    const locked = await readRows(
      tx,
      Id,
      sql`select m.id from machines m where m.id = ${machineId} and ${due} for update of m skip locked`,
    );
    if (locked.length === 0) return false;
    const hasEnded = await endMachine(tx, ctx, machineId, { ...end, ...(await explain?.(tx, machineId)) });
    if (hasEnded) await afterwards?.(tx, machineId);
    return hasEnded;
  });
}

const Id = z.object({ id: z.uuid() });
