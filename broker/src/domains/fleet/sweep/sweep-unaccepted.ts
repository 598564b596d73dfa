import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import { lockHolder, releaseLease } from '../../leases/index.ts';
import { lockMachine, requeueMachine } from '../../machines/index.ts';
import { countFailure } from '../failing/count-failure.ts';
import { eachInTransaction } from './each-in-transaction.ts';

/**
 * Takes back the leases that no worker accepted in time, counted from the moment it could have been told. The worker gets
 * no new work for a while, twice as long with every failure until a machine becomes ready there, and the machine another choice. Safe without waiting for the lease's end: a worker asks us
 * before it starts anything at a lab, and accepts before it asks. Answers how many were taken back.
 */
export async function sweepUnaccepted(ctx: BrokerContext, startedAgoMs: number): Promise<number> {
  const { ackTimeoutMs, suspectAfterMs } = ctx.config.fleet;
  // Just after our own start a worker may not be back yet that the rows call connected.
  const mustHaveJoined = startedAgoMs < suspectAfterMs;
  const silent = await readRows(
    ctx.db,
    UnacceptedLease,
    sql`
      select l.id, l.machine_id, l.worker_id from leases l join workers w on w.id = l.worker_id
      where l.released_at is null and l.acknowledged_at is null
        and greatest(l.granted_at, w.connected_since) <= now() - make_interval(secs => ${ackTimeoutMs / 1000})
        and (not ${mustHaveJoined} or w.connected_since > now() - make_interval(secs => ${startedAgoMs / 1000}))
      order by l.granted_at limit 100
    `,
  );
  return await eachInTransaction(ctx, 'sweep_unaccepted', silent, (tx, lease) => takeBack(tx, ctx, lease));
}

async function takeBack(
  tx: Tx,
  ctx: BrokerContext,
  lease: z.infer<typeof UnacceptedLease>,
): Promise<boolean> {
  const machine = await lockMachine(tx, lease.machine_id);
  await lockHolder(tx, lease.machine_id);
  const rows = await readRows(
    tx,
    LeaseId,
    sql`select id from leases where id = ${lease.id} and released_at is null and acknowledged_at is null for update`,
  );
  if (!machine || rows.length === 0) return false;
  await releaseLease(tx, ctx, { machineId: machine.id, reason: 'not_accepted' });
  await tx.execute(sql`
    update workers set failures = failures + 1,
      penalised_until = now()
        + make_interval(secs => ${ctx.config.fleet.penaltyMs / 1000} * power(2, least(failures, ${penaltyDoublingsMax})))
    where id = ${lease.worker_id}
  `);
  await countFailure(tx, ctx, { workerId: lease.worker_id, machineId: machine.id, kind: 'not_accepted' });
  await requeueMachine(tx, ctx, machine.id, 'not_accepted');
  ctx.log.warn(
    { machineId: machine.id, workerId: lease.worker_id },
    'a worker did not accept a machine in time',
  );
  return true;
}

/** A minute becomes a bit more than a quarter of an hour. */
const penaltyDoublingsMax = 4;

const LeaseId = z.object({ id: z.uuid() });
const UnacceptedLease = z.object({ id: z.uuid(), machine_id: z.uuid(), worker_id: z.uuid() });
