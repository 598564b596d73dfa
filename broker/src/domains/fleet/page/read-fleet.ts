import { type FleetSnapshot, Placement, WaitingMachine } from '@coinslot/shared/http/admin-fleet.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { type Db, readRows } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';
import { queueNow } from '../../queue/index.ts';
import { listWorkers } from '../operate/list-workers.ts';

type Context = Pick<BrokerContext, 'bus' | 'config' | 'db'>;

const waitingMost = 100;
const placementsMost = 30;

/** The fleet as it is now: workers, the head of the queue in the order of service, the newest placements. */
export async function readFleet(ctx: Context): Promise<FleetSnapshot> {
  const [workers, queue, placements, medians, freePlaces] = await Promise.all([
    listWorkers(ctx),
    queueNow(ctx),
    readPlacements(ctx.db),
    readMedians(ctx.db),
    readFreePlaces(ctx.db),
  ]);
  const inService = workers.filter(({ state }) => state !== 'revoked');
  const able = inService.filter(
    ({ state, liveness, failing }) => state === 'active' && liveness === 'connected' && failing === null,
  );
  return {
    at: new Date().toISOString(),
    workers,
    slots: {
      total: sum(inService.map(({ capacity }) => capacity)),
      used: sum(inService.map(({ used }) => used)),
      free: sum(able.map(({ capacity, used }) => Math.max(capacity - used, 0))),
    },
    freePlaces,
    waitingCount: queue.machines.length,
    waiting: await describeWaiting(ctx.db, queue.machines.slice(0, waitingMost)),
    placements,
    ...medians,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

const IsoTime = PgTimestamp.transform((at) => at.toISOString());

/** Names and times of the machines at the head of the queue; one that left it meanwhile is left out. */
async function describeWaiting(
  db: Db,
  head: readonly Pick<WaitingMachine, 'priority' | 'position' | 'blocked'>[],
): Promise<WaitingMachine[]> {
  if (head.length === 0) return [];
  return await readRows(
    db,
    WaitingMachine.extend({ waitingSince: IsoTime, deadlineAt: IsoTime }),
    sql`
      select m.id as "machineId", m.name, pr.name as "productName", u.name as "ownerName", p.name as "poolName",
        l.name as "labName", q.priority, q.position, q.blocked, m.queued_at as "waitingSince",
        coalesce(m.provision_deadline_at, m.queue_deadline_at) as "deadlineAt"
      from rows from (
        jsonb_to_recordset(${JSON.stringify(head)}::jsonb) as (id uuid, priority integer, position integer, blocked text)
      ) with ordinality as q(id, priority, position, blocked, n)
        join machines m on m.id = q.id and m.state = 'queued'
        join products pr on pr.id = m.product_id join pools p on p.id = m.pool_id join labs l on l.id = m.lab_id
        left join users u on u.id = m.owner_id
      order by q.n
    `,
  );
}

async function readPlacements(db: Db): Promise<Placement[]> {
  return await readRows(
    db,
    Placement.extend({ grantedAt: IsoTime, releasedAt: IsoTime.nullable() }),
    sql`
      select l.id as "leaseId", m.id as "machineId", m.name as "machineName", m.state as "machineState",
        w.id as "workerId", w.name as "workerName", l.granted_at as "grantedAt",
        case when l.granted_at = m.assigned_at then ${milliseconds('l.granted_at - m.queued_at')} end as "waitedMs",
        ${milliseconds('l.acknowledged_at - l.granted_at')} as "acceptedAfterMs",
        l.released_at as "releasedAt", l.release_reason as "releaseReason"
      from leases l join machines m on m.id = l.machine_id join workers w on w.id = l.worker_id
      order by l.granted_at desc, l.id limit ${placementsMost}
    `,
  );
}

const Medians = z.object({ medianWaitMs: z.int().nullable(), medianPrepareMs: z.int().nullable() });

/** Of the machines that were first given to a worker within the last hour. */
async function readMedians(db: Db): Promise<z.infer<typeof Medians>> {
  const rows = await readRows(
    db,
    Medians,
    sql`
      select
        percentile_disc(0.5) within group (order by ${milliseconds('m.assigned_at - m.queued_at')}) as "medianWaitMs",
        percentile_disc(0.5) within group (order by ${milliseconds('m.ready_at - m.assigned_at')}) as "medianPrepareMs"
      from leases l join machines m on m.id = l.machine_id and l.granted_at = m.assigned_at
      where l.granted_at > now() - interval '1 hour'
    `,
  );
  return rows[0] ?? { medianWaitMs: null, medianPrepareMs: null };
}

async function readFreePlaces(db: Db): Promise<number> {
  const [row] = await readRows(
    db,
    z.object({ free: z.int() }),
    sql`
      select coalesce(sum(least(s.max_concurrent - s.in_use, s.max_uses - s.uses)), 0)::integer as free
      from seats s join labs l on l.id = s.lab_id where lab_is_open(l) and seat_has_place(s) and seat_carries(s, 1)
    `,
  );
  return row?.free ?? 0;
}

/** Never below 0: the allocator's transaction may have begun, and so its `now()`, before the machine it gives away was bought. */
function milliseconds(interval: string) {
  return sql.raw(
    `case when ${interval} is not null then greatest(0, round(extract(epoch from ${interval}) * 1000))::integer end`,
  );
}
