import { WorkerState } from '@coinslot/shared/states/worker.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows } from '../../../database/db.ts';
import type { Connection, LiveSession } from './connection.ts';
import type { DesiredSender } from './desired-sender.ts';

/** A joined connection on this broker. */
export interface LiveWorker {
  connection: Connection;
  session: LiveSession;
  desired: DesiredSender;
}

/** The workers connected to this broker, by id. A newer connection replaces the older. */
export type LiveWorkers = Map<string, LiveWorker>;

/**
 * Compares live connections with the workers' rows and acts on the difference: a revoked, locked, superseded or silent
 * one is closed; of the others those named in `changed`, and those that heard nothing for long, are sent their desired
 * state. Run on every wake-up and every two seconds, so that a lost wake-up, or one on another broker, costs no more.
 */
export async function checkLiveWorkers(
  ctx: BrokerContext,
  live: LiveWorkers,
  changed: ReadonlySet<string>,
): Promise<void> {
  if (live.size === 0) return;
  // Only what was live before the question may be judged by the answer: a connection that joined meanwhile is newer.
  const asked = new Map(live);
  const rows = await readRows(
    ctx.db,
    WorkerNow,
    sql`select id, state, session_id from workers where id = any(${sql.param([...asked.keys()])}::uuid[])`,
  );
  for (const row of rows) {
    const worker = asked.get(row.id);
    if (worker?.connection.phase.name === 'live') checkLiveWorker(ctx, worker, row, changed.has(row.id));
  }
}

function checkLiveWorker(
  ctx: BrokerContext,
  { connection, session, desired }: LiveWorker,
  row: z.infer<typeof WorkerNow>,
  isChanged: boolean,
): void {
  if (row.state === 'revoked' || row.state === 'locked') return connection.close(row.state);
  if (row.session_id !== session.sessionId) return connection.close('superseded');
  const now = performance.now();
  if (now - session.heardAt > ctx.config.fleet.fenceAfterMs) return connection.close('silent');
  if (isChanged || now - desired.sentAt > ctx.config.fleet.desiredResendMs)
    desired.request(row.state !== 'active');
}

const WorkerNow = z.object({ id: z.uuid(), state: WorkerState, session_id: z.uuid().nullable() });
