import { Canary, type CanaryPage } from '@coinslot/shared/http/admin-canaries.ts';
import { MachineStep } from '@coinslot/shared/http/machines.ts';
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows, type Tx } from '../../database/db.ts';
import { PgTimestamp } from '../../database/pg-types.ts';
import { fail } from '../../http/errors.ts';
import { makePage, readCursor } from '../../http/page-cursor.ts';
import { requireLab } from '../labs/index.ts';

/** A page ends at a canary; its exact time stays in the database. */
const CanaryCursor = z.uuid();

/** A lab's canaries, newest first. Throws `not_found` when there is no such lab. */
export async function listCanaries(
  db: Db,
  labId: string,
  query: { cursor?: string | undefined; limit: number },
): Promise<CanaryPage> {
  await requireLab(db, labId);
  const after = readCursor(CanaryCursor, query.cursor);
  const rows = await selectCanaries(
    db,
    sql`c.lab_id = ${labId} and ${
      after === undefined
        ? sql`true`
        : sql`(c.asked_at, c.id) < (select last.asked_at, last.id from canaries last where last.id = ${after})`
    }`,
    query.limit + 1,
  );
  return makePage(
    rows,
    query.limit,
    (row) => row,
    ({ id }) => id,
  );
}

/** One canary as it is now. Throws `not_found`. */
export async function requireCanary(db: Db | Tx, canaryId: string): Promise<Canary> {
  const [canary] = await selectCanaries(db, sql`c.id = ${canaryId}`, 1);
  if (!canary) throw fail('not_found');
  return canary;
}

/** Whether the lab has not confirmed the end of this canary's machine. */
export async function runsAtLab(db: Db, machineId: string): Promise<boolean> {
  const open = await readRows(
    db,
    z.object({ id: z.uuid() }),
    sql`select id from lab_sessions where machine_id = ${machineId} and state <> 'ended' limit 1`,
  );
  return open.length > 0;
}

async function selectCanaries(db: Db | Tx, where: SQL, limit: number): Promise<Canary[]> {
  return await readRows(
    db,
    CanaryRow,
    sql`
      select c.id, c.machine_id as "machineId", c.lab_id as "labId", l.name as "labName",
        json_build_object('id', s.id, 'username', s.username) as seat, c.asked_by as by, m.state,
        case
          when m.ready_at is not null then 'ok'
          when m.end_reason = 'queue_timeout' then 'not_placed'
          when m.ended_at is not null or m.end_reason is not null then 'failed'
        end as outcome,
        m.end_failure as failure,
        -- What the lab's page said, else what members would read.
        case when m.ready_at is null then coalesce((
          select nullif(e.message, '') from evidence e where e.machine_id = m.id and e.failure = m.end_failure
          order by e.taken_at desc, e.id desc limit 1
        ), m.end_detail) end as detail,
        coalesce((
          select json_agg(json_build_object(
            'step', t.step, 'state', t.state, 'attempt', t.attempt, 'failure', t.failure,
            'startedAt', t.started_at, 'finishedAt', t.finished_at
          ) order by t.attempt, t.started_at, t.step)
          from machine_steps t where t.machine_id = m.id
        ), '[]') as steps,
        coalesce((
          select json_agg(e.id order by e.taken_at, e.id) from evidence e where e.machine_id = m.id
        ), '[]') as "evidenceIds",
        c.asked_at as "askedAt", m.ended_at as "endedAt"
      from canaries c join machines m on m.id = c.machine_id join labs l on l.id = c.lab_id join seats s on s.id = c.seat_id
      where ${where}
      order by c.asked_at desc, c.id desc
      limit ${limit}
    `,
  );
}

const IsoTime = PgTimestamp.transform((at) => at.toISOString());

const CanaryRow = Canary.extend({
  askedAt: IsoTime,
  endedAt: IsoTime.nullable(),
  steps: z.array(MachineStep.extend({ startedAt: IsoTime, finishedAt: IsoTime.nullable() })),
});
