import { WorkerState } from '@coinslot/shared/states/worker.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows } from '../../../database/db.ts';
import { sendProbe } from '../failing/send-probe.ts';
import type { Connection, LiveSession } from './connection.ts';
import type { DesiredSender } from './desired-sender.ts';

/** A joined connection on this broker. */
export interface LiveWorker {
  connection: Connection;
  session: LiveSession;
  desired: DesiredSender;
  /** The claims it was last sent, as one text; null before the first look. */
  claims: string | null;
}

/** The workers connected to this broker, by id. A newer connection replaces the older. */
export type LiveWorkers = Map<string, LiveWorker>;

/**
 * Compares live connections with the workers' rows and acts on the difference: a revoked, locked, superseded or silent
 * one is closed; of the others those named in `changed`, those whose claims are not what they were last sent, and those
 * that heard nothing for long, are sent their desired state. Run on every wake-up and every two seconds, so that a lost
 * wake-up, or a lease granted by another broker, costs no more: less than a worker has to accept it.
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
    sql`
      select w.id, w.state, w.session_id, concat(held.claims, ' ', looked.at) as claims,
        w.failing_since is not null as "mustProve"
      from workers w left join lateral (
        select string_agg(concat(m.id, ' ', l.epoch, ' ', m.state), ',' order by m.id) as claims
        from leases l join machines m on m.id = l.machine_id
        where l.worker_id = w.id and l.released_at is null
      ) as held on true left join lateral (
        select string_agg(concat(i.seat_id, ' ', i.epoch), ',' order by i.seat_id) as at
        from seat_inventories i where i.worker_id = w.id
      ) as looked on true
      where w.id = any(${sql.param([...asked.keys()])}::uuid[])
    `,
  );
  for (const row of rows) {
    const worker = asked.get(row.id);
    if (worker?.connection.phase.name === 'live') checkLiveWorker(ctx, worker, row, changed.has(row.id));
  }
}

function checkLiveWorker(
  ctx: BrokerContext,
  worker: LiveWorker,
  row: z.infer<typeof WorkerNow>,
  isChanged: boolean,
): void {
  const { connection, session, desired } = worker;
  if (row.state === 'revoked' || row.state === 'locked') return connection.close(row.state);
  if (row.session_id !== session.sessionId) return connection.close('superseded');
  const now = performance.now();
  if (now - session.heardAt > ctx.config.fleet.fenceAfterMs) return connection.close('silent');
  const isNews = isChanged || row.claims !== worker.claims;
  worker.claims = row.claims;
  if (row.mustProve) {
    sendProbe(ctx, connection, session).catch((error: unknown) =>
      connection.log.error({ err: error }, 'a failing worker could not be probed'),
    );
  }
  if (isNews || now - desired.sentAt > ctx.config.fleet.desiredResendMs) {
    desired.request(row.state !== 'active');
  }
}

const WorkerNow = z.object({
  id: z.uuid(),
  state: WorkerState,
  session_id: z.uuid().nullable(),
  claims: z.string(),
  mustProve: z.boolean().nullable(),
});
