import { Seat } from '@coinslot/shared/http/admin-seats.ts';
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows, type Tx } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';
import { fail } from '../../../http/errors.ts';
import { parseMinuteRanges } from '../tables.ts';
import { toSeatWindows } from './seat-windows.ts';

/** The seats of a lab by user name. Never a password. */
export async function listSeats(db: Db, labId: string): Promise<Seat[]> {
  return await readSeats(db, sql`s.lab_id = ${labId}`);
}

/** One seat. Throws `not_found`. */
export async function requireSeat(tx: Tx, seatId: string): Promise<Seat> {
  const [seat] = await readSeats(tx, sql`s.id = ${seatId}`);
  if (!seat) throw fail('not_found');
  return seat;
}

async function readSeats(db: Db | Tx, where: SQL): Promise<Seat[]> {
  const rows = await readRows(
    db,
    SeatRow,
    sql`
      select s.id, s.lab_id, s.username, s.note, s.max_concurrent, s.max_uses, s.max_minutes, s.time_zone,
        s.open_minutes::text as open_minutes, ceil(s.cooldown_ms / 60000.0)::integer as cooldown_minutes, s.revision,
        s.secret_changed_at, s.in_use, s.uses, s.disabled_at, s.disabled_reason, s.created_at,
        s.breaker_opened_at, s.breaker_reason, s.breaker_tries_again_at, s.cookies is not null as has_cookies,
        case when s.cooldown_until > now() then s.cooldown_until end as cooling_until,
        case
          when s.disabled_at is not null then 'disabled'
          when s.breaker_opened_at is not null then 'resting'
          when not seat_may_work(s) then 'used_up'
          when not lab_is_open(l) then 'lab_closed'
          when not seat_carries(s, 1) then 'out_of_hours'
          when s.in_use >= s.max_concurrent then 'in_use'
          when not seat_has_place(s) then 'cooling'
          else 'free'
        end as state,
        coalesce(held.machines, '[]'::jsonb) as machines
      from seats s join labs l on l.id = s.lab_id
        left join (
          -- A machine that ended for its owner holds its seat until the lab has confirmed. All seats at once: open machines have an
          -- index by lab and none by seat.
          select taken.seat_id,
            jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name, 'state', m.state) order by m.requested_at, m.id) as machines
          from (
            select s.id as seat_id, open.id as machine_id
            from seats s join machines open on open.lab_id = s.lab_id and open.ended_at is null and open.seat_id = s.id
            where ${where}
            union
            select s.id, o.machine_id from seats s join lab_sessions o on o.seat_id = s.id and o.state <> 'ended' where ${where}
          ) taken join machines m on m.id = taken.machine_id
          group by taken.seat_id
        ) held on held.seat_id = s.id
      where ${where}
      order by s.username, s.id
    `,
  );
  return rows.map(toSeat);
}

function toSeat(row: SeatRow): Seat {
  return {
    id: row.id,
    labId: row.lab_id,
    username: row.username,
    note: row.note,
    maxConcurrent: row.max_concurrent,
    maxUses: row.max_uses,
    maxMinutes: row.max_minutes,
    cooldownMinutes: row.cooldown_minutes,
    timeZone: row.time_zone,
    hours: toSeatWindows(parseMinuteRanges(row.open_minutes)),
    revision: row.revision,
    secretChangedAt: row.secret_changed_at.toISOString(),
    inUse: row.in_use,
    uses: row.uses,
    coolingUntil: row.cooling_until?.toISOString() ?? null,
    disabled: row.disabled_at && { at: row.disabled_at.toISOString(), reason: row.disabled_reason ?? '' },
    breaker: row.breaker_opened_at && {
      openedAt: row.breaker_opened_at.toISOString(),
      reason: row.breaker_reason ?? '',
      triesAgainAt: row.breaker_tries_again_at?.toISOString() ?? null,
    },
    hasCookies: row.has_cookies,
    state: row.state,
    machines: row.machines,
    createdAt: row.created_at.toISOString(),
  };
}

const SeatRow = z.object({
  id: z.uuid(),
  lab_id: z.uuid(),
  username: z.string(),
  note: z.string(),
  max_concurrent: z.int(),
  max_uses: z.int().nullable(),
  max_minutes: z.int().nullable(),
  time_zone: z.string(),
  open_minutes: z.string(),
  cooldown_minutes: z.int(),
  revision: z.int(),
  secret_changed_at: PgTimestamp,
  in_use: z.int(),
  uses: z.int(),
  disabled_at: PgTimestamp.nullable(),
  disabled_reason: z.string().nullable(),
  breaker_opened_at: PgTimestamp.nullable(),
  breaker_reason: z.string().nullable(),
  breaker_tries_again_at: PgTimestamp.nullable(),
  has_cookies: z.boolean(),
  created_at: PgTimestamp,
  cooling_until: PgTimestamp.nullable(),
  state: Seat.shape.state,
  machines: Seat.shape.machines,
});
type SeatRow = z.infer<typeof SeatRow>;
