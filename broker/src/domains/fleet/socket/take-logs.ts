import type { LogsAck } from '@coinslot/shared/worker-messages/logs-ack.ts';
import type { Logs } from '@coinslot/shared/worker-messages/logs.ts';
import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction, type Tx } from '../../../database/db.ts';
import { appendLogs } from '../../machines/index.ts';
import type { LiveSession } from './connection.ts';

/** Stores a batch of a machine's log and answers how far it is complete. */
export async function takeLogs(ctx: BrokerContext, session: LiveSession, logs: Logs): Promise<LogsAck> {
  const { machineId, epoch, chunks } = logs;
  const claim = { workerId: session.workerId, machineId, epoch };
  const stored = await inTransaction(ctx.db, async (tx) =>
    (await mayWrite(tx, session)) ? appendLogs(tx, ctx, claim, chunks) : null,
  );
  // The claim moved on long ago, or never was: nobody wants these lines, and the worker shall not send them for ever.
  const unwanted = { seq: Math.max(...chunks.map((chunk) => chunk.seq)), capped: true };
  return { type: 'logs_ack', machineId, epoch, ...(stored ?? unwanted) };
}

/** Not once its key was revoked or locked: the socket is closed only a moment later. */
async function mayWrite(tx: Tx, { workerId }: LiveSession): Promise<boolean> {
  const { rowCount } = await tx.execute(
    sql`select from workers where id = ${workerId} and state not in ('revoked', 'locked')`,
  );
  return rowCount === 1;
}
