import { Worker } from '@coinslot/shared/http/admin-workers.ts';
import type { WorkerLiveness } from '@coinslot/shared/states/worker.ts';
import { WorkerState } from '@coinslot/shared/states/worker.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';

/** All workers as admins see them, by name, each with the machines it holds. Ages are of the database's clock. */
export async function listWorkers(ctx: Pick<BrokerContext, 'db' | 'config'>): Promise<Worker[]> {
  const rows = await readRows(
    ctx.db,
    WorkerRow,
    sql`
      select w.id, w.name, w.pool_id, p.name as pool_name, w.labels, w.state, w.state_reason, w.capacity, w.used,
        w.version, w.protocol, w.enrolled_at, w.last_seen_at, w.connected_since, w.drain_deadline_at, w.load, w.failing_since, w.failing_reason,
        extract(epoch from now() - w.last_seen_at) * 1000 as silent_ms,
        coalesce(held.machines, '[]'::jsonb) as machines
      from workers w join pools p on p.id = w.pool_id
        left join lateral (
          select jsonb_agg(
            jsonb_build_object('id', m.id, 'name', m.name, 'state', m.state, 'epoch', l.epoch) order by l.granted_at, l.id
          ) as machines
          from leases l join machines m on m.id = l.machine_id
          where l.worker_id = w.id and l.released_at is null
        ) as held on true
      order by w.name
    `,
  );
  return rows.map((row) => toWorker(row, ctx.config.fleet));
}

function toWorker(
  row: z.infer<typeof WorkerRow>,
  limits: { suspectAfterMs: number; lostAfterMs: number },
): Worker {
  return {
    id: row.id,
    name: row.name,
    poolId: row.pool_id,
    poolName: row.pool_name,
    labels: row.labels,
    state: row.state,
    liveness: livenessOf(row, limits),
    capacity: row.capacity,
    used: row.used,
    version: row.version,
    protocol: row.protocol,
    enrolledAt: row.enrolled_at.toISOString(),
    lastSeenAt: row.last_seen_at?.toISOString() ?? null,
    connectedSince: row.connected_since?.toISOString() ?? null,
    drainDeadlineAt: row.drain_deadline_at?.toISOString() ?? null,
    stateReason: row.state_reason,
    failing:
      row.failing_since === null
        ? null
        : { since: row.failing_since.toISOString(), reason: row.failing_reason ?? '' },
    load: row.load,
    machines: row.machines,
  };
}

/** A worker that left is suspect at once: it may come back, but gets nothing meanwhile. */
function livenessOf(
  row: Pick<z.infer<typeof WorkerRow>, 'silent_ms' | 'connected_since'>,
  limits: { suspectAfterMs: number; lostAfterMs: number },
): WorkerLiveness {
  if (row.silent_ms === null) return 'never_seen';
  if (row.silent_ms >= limits.lostAfterMs) return 'lost';
  return row.connected_since === null || row.silent_ms >= limits.suspectAfterMs ? 'suspect' : 'connected';
}

const WorkerRow = z.object({
  id: z.uuid(),
  name: z.string(),
  pool_id: z.uuid(),
  pool_name: z.string(),
  labels: z.array(z.string()),
  state: WorkerState,
  state_reason: z.string().nullable(),
  capacity: z.int(),
  used: z.int(),
  version: z.string().nullable(),
  protocol: z.int().nullable(),
  enrolled_at: PgTimestamp,
  last_seen_at: PgTimestamp.nullable(),
  connected_since: PgTimestamp.nullable(),
  drain_deadline_at: PgTimestamp.nullable(),
  failing_since: PgTimestamp.nullable(),
  failing_reason: z.string().nullable(),
  load: Worker.shape.load,
  silent_ms: z.coerce.number().nullable(),
  machines: Worker.shape.machines,
});
