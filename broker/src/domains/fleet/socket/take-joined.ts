import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction, readRows, type Tx } from '../../../database/db.ts';
import { extendLeases } from '../../leases/index.ts';
import { lockMachine } from '../../machines/index.ts';
import { restartLeases } from '../restart-leases.ts';
import type { Connection, Phase } from './connection.ts';

type Welcomed = Extract<Phase, { name: 'welcomed' }>;

/**
 * Counts the join: from here on this connection is the worker. Answers false when the offer was taken by another
 * connection meanwhile. A process that was not seen before takes over what the last one left.
 */
export async function takeJoined(
  ctx: BrokerContext,
  connection: Connection,
  joining: Welcomed,
): Promise<boolean> {
  const joined = await inTransaction(ctx.db, (tx) => commitJoin(tx, ctx, joining, connection.address));
  if (!joined) {
    connection.close('restart');
    return false;
  }
  connection.phase = {
    name: 'live',
    session: {
      workerId: joining.workerId,
      bootId: joining.bootId,
      sessionId: joining.sessionId,
      lastReportSeq: null,
      heardAt: performance.now(),
    },
  };
  return true;
}

async function commitJoin(
  tx: Tx,
  ctx: BrokerContext,
  joining: Welcomed,
  address: string | null,
): Promise<boolean> {
  const { workerId, bootId, sessionId, joinCounter } = joining;
  await lockMachinesOf(tx, workerId);
  const rows = await readRows(
    tx,
    BeforeJoin,
    sql`
      select boot_id, session_id from workers
      where id = ${workerId} and join_counter_offered = ${joinCounter} and state not in ('revoked', 'locked')
      for update
    `,
  );
  const before = rows[0];
  if (!before) return false;
  const isNewBoot = before.boot_id !== bootId;
  // Moments after the lock, not of the transaction's beginning: one that had to wait began before the join that it supersedes.
  await tx.execute(sql`
    update worker_sessions set disconnected_at = clock_timestamp(), close_reason = 'superseded'
    where id = ${before.session_id} and disconnected_at is null
  `);
  await tx.execute(sql`
    insert into worker_sessions (id, worker_id, boot_id, address, connected_at)
    values (${sessionId}, ${workerId}, ${bootId}, ${address}, clock_timestamp())
  `);
  await tx.execute(sql`
    update workers set join_counter = ${joinCounter}, join_counter_offered = null,
      boot_id = ${bootId}, report_seq = case when ${isNewBoot} then 0 else report_seq end,
      session_id = ${sessionId}, connected_since = now(), last_seen_at = now(), leaving = false
    where id = ${workerId}
  `);
  if (isNewBoot) await restartLeases(tx, ctx, { workerId, bootId });
  else await extendLeases(tx, ctx, workerId);
  tx.afterCommit(() => {
    ctx.bus.emit('queue_changed', {});
    // Another connection of this worker, if there is one here, finds that it was superseded.
    ctx.bus.emit('desired_changed', { workerId });
  });
  return true;
}

/** Machines are locked before workers: the one order of locks (see lockMachine). */
async function lockMachinesOf(tx: Tx, workerId: string): Promise<void> {
  const query = sql`
    select machine_id from leases where worker_id = ${workerId} and released_at is null order by machine_id
  `;
  for (const { machine_id } of await readRows(tx, HeldMachine, query)) await lockMachine(tx, machine_id);
}

const BeforeJoin = z.object({ boot_id: z.uuid().nullable(), session_id: z.uuid().nullable() });
const HeldMachine = z.object({ machine_id: z.uuid() });
