import type { Machine } from '@coinslot/shared/http/machines.ts';
import { type SQL, sql } from 'drizzle-orm';
import { type Db, readRows, type Tx } from '../../../database/db.ts';
import { idleEndsAt, idleFrom, isUsable } from '../health/idle-end.ts';
import { holderHasStreams } from '../life/holder-has-streams.ts';
import { extensionFacts } from '../time/extension-facts.ts';
import { newestFirst } from './machine-cursor.ts';
import { MachineViewRow } from './machine-view-row.ts';
import { offerExtension, offerRestart } from './offers.ts';
import { addQueuePlaces, type ViewContext } from './queue-place.ts';

/** Machines as their owner sees them, newest first, in one statement. `where` names the machine `m`. */
export async function selectMachines(
  db: Db | Tx,
  ctx: ViewContext,
  { where, limit }: { where: SQL; limit: number },
): Promise<Machine[]> {
  const rows = await readRows(
    db,
    MachineViewRow,
    sql`
      select
        m.id, m.name, m.product_id as "productId", coalesce(p.name, 'Canary') as "productName", m.state, m.end_reason as "endReason",
        m.end_detail as "endDetail", m.duration_minutes as "durationMinutes", m.requested_at as "requestedAt",
        m.assigned_at as "assignedAt", m.ready_at as "readyAt", m.expires_at as "expiresAt", m.ended_at as "endedAt",
        m.attempt, m.refunds_unused_on_stop as "refundsUnusedOnStop", m.log_bytes as "logBytes", m.log_capped as "logCapped",
        m.auto_extend as "autoExtend", m.auto_extend_stopped as "autoExtendStopped",
        null as queue, ${stepsOfAttempt} as steps, ${chargeOfMachine} as charge,
        ${extensionFacts} as terms, ${newestRestart} as restart, ${health} as health, ${idle} as idle, l.recipe,
        case when m.state = 'provisioning' then m.needs_operator_until end as "needsOperatorUntil",
        (m.state = 'ready' and ${holderHasStreams} and ${hasWayIn}) as "hasTerminal",
        lab_is_open(l) as "labIsOpen"
      from machines m left join products p on p.id = m.product_id join labs l on l.id = m.lab_id
      where ${where}
      order by ${newestFirst}
      limit ${limit}
    `,
  );
  return await addQueuePlaces(
    ctx,
    rows.map((row) => toMachine(row, ctx)),
  );
}

const hasWayIn = sql`exists (select 1 from endpoints w where w.machine_id = m.id and w.closed_at is null)`;

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

/** The purchase and every extension that was not refused. Null when nobody pays. */
const chargeOfMachine = sql`
  (
    select json_build_object(
      'state', max(c.state) filter (where c.kind = 'purchase'),
      'price', sum(c.price), 'fromEarned', sum(c.from_earned), 'fromBought', sum(c.from_bought),
      'refunded', sum(c.refunded_earned + c.refunded_bought)
    )
    from charges c where c.machine_id = m.id and (c.kind = 'purchase' or c.state <> 'released')
    having count(*) > 0
  )`;

const newestRestart = sql`
  (
    select json_build_object('state', r.state, 'requestedAt', r.requested_at, 'detail', r.detail)
    from machine_restarts r where r.machine_id = m.id order by r.requested_at desc, r.id desc limit 1
  )`;

const health = sql`
  case when m.state = 'ready' then json_build_object(
    'state', case
      when m.degraded_since is not null then 'degraded'
      when m.health_ok is null then 'unchecked'
      when m.health_ok then 'ok'
      else 'failing'
    end,
    'checkedAt', m.health_checked_at, 'degradedSince', m.degraded_since, 'degradedUntil', m.degraded_until
  ) end`;

const idle = sql`
  case when m.idle_minutes is not null then json_build_object(
    'limitMinutes', m.idle_minutes, 'since', ${idleFrom},
    'endsAt', case when ${isUsable} then ${idleEndsAt} end
  ) end`;

function toMachine({ terms, recipe, restart, labIsOpen, ...row }: MachineViewRow, ctx: ViewContext): Machine {
  const around = { state: row.state, recipe, terms, restart, labIsOpen };
  return {
    ...row,
    canCancel: row.state === 'queued' || row.state === 'assigned' || row.state === 'provisioning',
    canStop: row.state === 'ready',
    extension: offerExtension(around, ctx.config.time.extensionMarginMs),
    restart: offerRestart(around),
  };
}
