import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../database/db.ts';
import { type HeldMachine, pairKey, type WaitModel } from './estimate-waits.ts';
import { workerServes } from './worker-serves.ts';

export interface Pair {
  poolId: string;
  labId: string;
}

/** What the estimate needs of these pools and labs: what is free, what is held, and what recent machines took. */
export async function readWaitModel(
  db: Db,
  pairs: readonly Pair[],
  settings: { suspectAfterMs: number },
): Promise<WaitModel> {
  const poolIds = [...new Set(pairs.map(({ poolId }) => poolId))];
  const labIds = [...new Set(pairs.map(({ labId }) => labId))];
  return {
    freeSlots: await readFreeSlots(db, poolIds, settings),
    freePlaces: await readFreePlaces(db, labIds),
    held: await readHeld(db, { poolIds, labIds, ...settings }),
    measured: await readMeasured(db, pairs),
  };
}

const FreeRow = z.object({ id: z.uuid(), free: z.int() });

async function readFreeSlots(
  db: Db,
  poolIds: readonly string[],
  settings: { suspectAfterMs: number },
): Promise<Map<string, number>> {
  const rows = await readRows(
    db,
    FreeRow,
    sql`
      select w.pool_id as id, sum(greatest(w.capacity - w.used, 0))::integer as free
      from workers w join pools p on p.id = w.pool_id
      where p.id = any(${sql.param(poolIds)}::uuid[]) and ${workerServes(settings)}
      group by w.pool_id
    `,
  );
  return new Map(rows.map(({ id, free }) => [id, free]));
}

async function readFreePlaces(db: Db, labIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await readRows(
    db,
    FreeRow,
    sql`
      select s.lab_id as id, sum(least(s.max_concurrent - s.in_use, s.max_uses - s.uses))::integer as free
      from seats s join labs l on l.id = s.lab_id
      where l.id = any(${sql.param(labIds)}::uuid[]) and lab_is_open(l) and seat_has_place(s) and seat_carries(s, 1)
      group by s.lab_id
    `,
  );
  return new Map(rows.map(({ id, free }) => [id, free]));
}

/** The next to come free decide; more than these change nothing for whom the estimate is made one by one. */
const heldMost = 500;

const HeldRow = z.object({
  poolId: z.uuid(),
  labId: z.uuid(),
  lengthMs: z.number(),
  heldMs: z.number(),
  leftMs: z.number().nullable(),
  isEnding: z.boolean(),
  autoExtends: z.object({ mostMs: z.number().nullable() }).nullable(),
  freesSlot: z.boolean(),
});

/**
 * What is held, the next to come free first. The slot of a worker that does not serve comes back to nobody, nor do those that a worker
 * has above its capacity since that was lowered.
 */
async function readHeld(
  db: Db,
  { poolIds, labIds, suspectAfterMs }: { poolIds: string[]; labIds: string[]; suspectAfterMs: number },
): Promise<HeldMachine[]> {
  return await readRows(
    db,
    HeldRow,
    sql`
      select m.pool_id as "poolId", m.lab_id as "labId", m.state not in ('assigned', 'provisioning', 'ready') as "isEnding",
        extract(epoch from coalesce(m.expires_at - m.ready_at, m.duration_minutes * interval '1 minute'))::float8 * 1000
          as "lengthMs",
        extract(epoch from now() - l.granted_at)::float8 * 1000 as "heldMs",
        extract(epoch from greatest(m.expires_at - now(), interval '0'))::float8 * 1000 as "leftMs",
        case when m.auto_extend and m.ready_at is not null
          then jsonb_build_object('mostMs', greatest(extract(epoch from m.ready_at + ${longestMinutes} * interval '1 minute' - now()), 0) * 1000)
        end as "autoExtends",
        coalesce(${workerServes({ suspectAfterMs })}, false)
          and row_number() over (partition by w.id order by ${freeAgainAt}) > w.used - w.capacity as "freesSlot"
      from leases l join machines m on m.id = l.machine_id join workers w on w.id = l.worker_id
        join pools p on p.id = w.pool_id
      where l.released_at is null
        and (m.pool_id = any(${sql.param(poolIds)}::uuid[]) or m.lab_id = any(${sql.param(labIds)}::uuid[]))
        -- Nobody knows when: its lab does not let it be ended.
        and not exists (
          select from lab_sessions o where o.machine_id = m.id and o.state <> 'ended' and o.end_failure is not null
        )
      order by ${freeAgainAt} limit ${heldMost}
    `,
  );
}

/** What a machine `m` can reach with whole extensions; null = no bound. */
const longestMinutes = sql`(
  m.duration_minutes + (m.max_life_minutes - m.duration_minutes) / m.extension_minutes * m.extension_minutes
)`;

/** Of a machine `m`, at the latest. */
const freeAgainAt = sql`coalesce(m.expires_at, now() + m.duration_minutes * interval '1 minute')`;

const recentMachines = 50;

const MeasuredRow = z.object({
  poolId: z.uuid(),
  labId: z.uuid(),
  prepareMs: z.array(z.number()),
  usedShare: z.array(z.number()),
});

/** From the last fifty: from the assignment to ready, and from ready until the slot was free again, as a share of what was sold. */
async function readMeasured(db: Db, pairs: readonly Pair[]): Promise<WaitModel['measured']> {
  const rows = await readRows(
    db,
    MeasuredRow,
    sql`
      select g."poolId", g."labId",
        array(
          select extract(epoch from m.ready_at - m.assigned_at)::float8 * 1000 from machines m
          where m.pool_id = g."poolId" and m.lab_id = g."labId" and m.assigned_at is not null and m.ready_at is not null
            and m.purpose <> 'canary'
          order by m.assigned_at desc limit ${recentMachines}
        ) as "prepareMs",
        array(
          select extract(epoch from coalesce(
              (select max(l.released_at) from leases l where l.machine_id = m.id), m.ended_at) - m.ready_at
            )::float8 / (m.duration_minutes * 60)
          from machines m
          where m.pool_id = g."poolId" and m.lab_id = g."labId" and m.ready_at is not null and m.ended_at is not null
            and m.purpose <> 'canary'
          order by m.ended_at desc limit ${recentMachines}
        ) as "usedShare"
      from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as g("poolId" uuid, "labId" uuid)
    `,
  );
  return new Map(rows.map((row) => [pairKey(row), row]));
}
