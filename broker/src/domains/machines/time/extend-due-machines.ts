import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inSavepoint, inTransaction, readRows, type Tx } from '../../../database/db.ts';
import { isAppError } from '../../../http/errors.ts';
import { idleEndsAt } from '../health/idle-end.ts';
import { idleWarningMs } from '../health/idle-warning.ts';
import { type LockedMachine, lockMachine } from '../life/lock-machine.ts';
import { doEachAlone } from '../sweep/do-each-alone.ts';
import { explainNotExtendable } from './explain-not-extendable.ts';
import { placeExtension } from './place-extension.ts';
import { stopAutoExtend } from './stop-auto-extend.ts';

const batch = 200;

/**
 * Buys more time for machines whose owner switched auto-extend on and whose end is near: the setting's time before the end, or a
 * quarter of the time that is bought when that is less. Whatever refuses it (too few coins, the longest life, the lab) switches it
 * off with a sentence. One that cannot be reached just now is left alone: it may be given up with a refund. So is one
 * that nobody uses and whose owner would be warned of its idle end by then, until somebody uses it.
 *
 * @returns how many were extended, or switched off
 */
export async function extendDueMachines(ctx: Context): Promise<number> {
  const due = await readRows(
    ctx.db,
    Id,
    sql`
      select m.id from machines m
      where ${isDue(ctx)} and m.expires_at <= now() + ${ctx.config.time.autoExtendBeforeMs} * interval '1 millisecond'
      order by m.expires_at limit ${batch}
    `,
  );
  return doEachAlone(
    ctx,
    due.map(({ id }) => id),
    { fault: 'auto_extend', act: (id) => inTransaction(ctx.db, (tx) => extendIfStillDue(tx, ctx, id)) },
  );
}

type Context = Pick<BrokerContext, 'db' | 'bus' | 'config' | 'log' | 'metrics'>;

function isDue(ctx: Pick<BrokerContext, 'config'>) {
  const { autoExtendBeforeMs, extensionMarginMs } = ctx.config.time;
  // However short the time it buys: within the margin it would only be refused.
  const leastBeforeEndMs = 2 * extensionMarginMs;
  return sql`
    m.state = 'ready' and m.auto_extend and m.degraded_since is null
    and m.expires_at > now()
    and (${idleEndsAt} is null or ${idleEndsAt} > m.expires_at + ${idleWarningMs} * interval '1 millisecond')
    and m.expires_at <= now() + interval '1 millisecond' * least(
      ${autoExtendBeforeMs}::double precision,
      greatest(${leastBeforeEndMs}::double precision, m.extension_minutes * 60000 / 4)
    )
    and not exists (select 1 from machine_extensions e where e.machine_id = m.id and e.state = 'pending')
    and not exists (select 1 from machine_restarts r where r.machine_id = m.id and r.state = 'pending')
  `;
}

async function extendIfStillDue(tx: Tx, ctx: Context, machineId: string): Promise<boolean> {
  const machine = await lockMachine(tx, machineId);
  const stillDue = await readRows(
    tx,
    Id,
    sql`select m.id from machines m where m.id = ${machineId} and ${isDue(ctx)}`,
  );
  const ownerId = machine?.ownerId;
  if (!machine || !ownerId || stillDue.length === 0) return false;
  const why = await explainNotExtendable(tx, ctx, machine);
  if (why?.passes) return false;
  const stoppedBy = why?.sentence ?? (await place(tx, ctx, machine, ownerId));
  if (stoppedBy !== null) await stopAutoExtend(tx, ctx, machine.id, stoppedBy);
  return true;
}

/** Null when it was bought, else why the coins were not to be had. */
async function place(tx: Tx, ctx: Context, machine: LockedMachine, ownerId: string): Promise<string | null> {
  try {
    await inSavepoint(tx, (inner) =>
      placeExtension(inner, ctx, machine, { ownerId, automatic: true, actor: 'system' }),
    );
    return null;
  } catch (error) {
    if (!isAppError(error)) throw error;
    return error.message;
  }
}

const Id = z.object({ id: z.uuid() });
