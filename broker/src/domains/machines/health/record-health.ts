import { saidSentences } from '@coinslot/shared/said-sentences.ts';
import { wayInFaults } from '@coinslot/shared/states/way-in-fault.ts';
import type { Heartbeat } from '@coinslot/shared/worker-messages/heartbeat.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction, readRows, type Tx } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';
import { tellChanged } from '../life/append-event.ts';
import { degrade } from './degrade.ts';
import { recover } from './recover.ts';
import { storeChecks, type StoredCheck } from './store-checks.ts';

type Context = Pick<BrokerContext, 'db' | 'bus' | 'config' | 'log' | 'metrics'>;

/**
 * Takes what a heartbeat says of ready machines: the newest check of each way in (the same one twice counts once) and for how long
 * nobody used it. Several failures in a row make a machine degraded; one success ends that, when a way in is open. Only the holder
 * of the open lease is heard. In a transaction of its own, after the leases were renewed: it is no reason to let a lease run out.
 */
export async function recordHealth(
  ctx: Context,
  worker: { workerId: string; holds: Heartbeat['holds'] },
): Promise<void> {
  if (worker.holds.length === 0) return;
  try {
    await inTransaction(ctx.db, async (tx) => {
      for (const check of await storeChecks(tx, worker)) await follow(tx, ctx, check);
    });
  } catch (error) {
    ctx.metrics.faults.inc({ kind: 'health_not_recorded' });
    ctx.log.error({ err: error, workerId: worker.workerId }, 'the health of machines could not be recorded');
  }
}

async function follow(tx: Tx, ctx: Context, check: StoredCheck): Promise<void> {
  const machine = { id: check.machineId, degradedSince: check.degradedSince };
  if (check.ok) {
    if (check.hasWayIn) await recover(tx, ctx, machine);
    return;
  }
  // Its worker will not try again: there is nothing to wait for.
  const isFinal = check.detail === wayInFaults.tunnel_given_up;
  if (!isFinal && check.failures < ctx.config.health.failuresMax) return tellChanged(tx, ctx, machine.id);
  await degrade(tx, ctx, machine, {
    since: await readFirstFailure(tx, machine.id, check.at),
    text: saidSentences.machine_silent,
    ...(isFinal && { deadlineMs: 0 }),
  });
}

/** When the first of the checks that failed in a row was made. */
async function readFirstFailure(tx: Tx, machineId: string, newestAt: Date): Promise<Date> {
  const rows = await readRows(
    tx,
    z.object({ at: PgTimestamp.nullable() }),
    sql`
      select min(h.at) as at
      from machine_health h join machines m on m.id = h.machine_id
      where h.machine_id = ${machineId} and h.at > greatest(
        m.ready_at,
        (select max(o.at) from machine_health o where o.machine_id = ${machineId} and o.ok),
        (select max(r.decided_at) from machine_restarts r where r.machine_id = ${machineId})
      )
    `,
  );
  return rows[0]?.at ?? newestAt;
}
