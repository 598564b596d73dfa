import { Machine } from '@coinslot/shared/http/machines.ts';
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows, type Tx } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';
import { newestFirst } from './machine-cursor.ts';

/** Machines as their owner sees them, newest first. `where` names the machine `m`. */
export async function selectMachines(
  db: Db | Tx,
  { where, limit }: { where: SQL; limit: number },
): Promise<Machine[]> {
  const rows = await readRows(
    db,
    MachineViewRow,
    sql`
      select
        m.id, m.name, m.product_id as "productId", p.name as "productName", m.state, m.end_reason as "endReason",
        m.end_detail as "endDetail", m.duration_minutes as "durationMinutes", m.requested_at as "requestedAt",
        m.assigned_at as "assignedAt", m.ready_at as "readyAt", m.expires_at as "expiresAt", m.ended_at as "endedAt",
        m.attempt, m.log_bytes as "logBytes", m.log_capped as "logCapped",
        ${queuePlace} as queue, ${stepsOfAttempt} as steps, ${chargeOfPurchase} as charge
      from machines m join products p on p.id = m.product_id
      where ${where}
      order by ${newestFirst}
      limit ${limit}
    `,
  );
  return rows.map(toMachine);
}

/**
 * The place among those that the same pool and lab could serve: members take turns (each one's first, then each one's second),
 * and within a turn the longest waiting comes first.
 */
const queuePlace = sql`
  case when m.state = 'queued' then (
    select json_build_object('position', mine.place, 'of', mine.waiting) from (
      select id, row_number() over (order by turn, queued_at, id) as place, count(*) over () as waiting
      from (
        select q.id, q.queued_at,
          row_number() over (partition by coalesce(q.owner_id, q.id) order by q.queued_at, q.id) as turn
        from machines q where q.state = 'queued' and q.pool_id = m.pool_id and q.lab_id = m.lab_id
      ) turns
    ) mine where mine.id = m.id
  ) end`;

const stepsOfAttempt = sql`
  coalesce((
    select json_agg(json_build_object(
      'step', s.step, 'state', s.state, 'attempt', s.attempt, 'failure', s.failure,
      'startedAt', s.started_at, 'finishedAt', s.finished_at
    ) order by array_position(
      array['sign_in', 'start_lab', 'wait_for_lab', 'open_shell', 'bootstrap', 'open_tunnel', 'verify'], s.step
    ))
    from machine_steps s where s.machine_id = m.id and s.attempt = m.attempt
  ), '[]')`;

const chargeOfPurchase = sql`
  (
    select json_build_object(
      'state', c.state, 'price', c.price, 'fromEarned', c.from_earned, 'fromBought', c.from_bought,
      'refunded', c.refunded_earned + c.refunded_bought
    )
    from charges c where c.machine_id = m.id and c.kind = 'purchase'
  )`;

/** A timestamptz of a raw row or of JSON, as ISO 8601 in UTC. */
export const IsoTime = PgTimestamp.transform((at) => at.toISOString());

/** The owner's view as the database gives it: only times are written otherwise, and what may be done follows from the state. */
const MachineViewRow = Machine.omit({ canCancel: true, canStop: true }).extend({
  requestedAt: IsoTime,
  assignedAt: IsoTime.nullable(),
  readyAt: IsoTime.nullable(),
  expiresAt: IsoTime.nullable(),
  endedAt: IsoTime.nullable(),
  steps: z.array(Machine.shape.steps.element.extend({ startedAt: IsoTime, finishedAt: IsoTime.nullable() })),
});

function toMachine(row: z.output<typeof MachineViewRow>): Machine {
  return {
    ...row,
    canCancel: row.state === 'queued' || row.state === 'assigned' || row.state === 'provisioning',
    canStop: row.state === 'ready',
  };
}
