import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../database/db.ts';

/** What a machine asks of a seat: the lab, and for how many sold minutes. */
export interface SeatWish {
  labId: string;
  minutes: number;
}

/** A seat that may carry a machine of so many minutes now. `free` = how many more at once. */
export interface FreeSeat extends SeatWish {
  seatId: string;
  free: number;
  inUse: number;
  uses: number;
}

/**
 * For each wish the seats that could carry it now, least used first, at most `atMost` of them: enough to give that many machines
 * a place, because each seat has at least one.
 */
export async function readFreeSeats(
  tx: Tx,
  wishes: readonly SeatWish[],
  atMost: number,
): Promise<FreeSeat[]> {
  return await readRows(
    tx,
    FreeSeatRow,
    sql`
      select w."labId", w.minutes, s.id as "seatId", s.in_use as "inUse", s.uses,
        least(s.max_concurrent - s.in_use, s.max_uses - s.uses) as free
      from jsonb_to_recordset(${JSON.stringify(wishes)}::jsonb) as w("labId" uuid, minutes integer)
        join labs l on l.id = w."labId" and lab_is_open(l)
        cross join lateral (
          select s.* from seats s
          where s.lab_id = l.id and seat_has_place(s) and s.in_use < s.max_concurrent and s.disabled_at is null
            and seat_carries(s, w.minutes)
          order by s.in_use, s.uses, s.id limit ${atMost}
        ) s
      order by s.in_use, s.uses, s.id
    `,
  );
}

/**
 * Takes places on seats. A seat that was closed, or whose lab was, since it was read gives none of its places: the answer names
 * the seats that did. The conditions are checked again after the row lock, so two claims never share the last place.
 */
export async function claimSeats(
  tx: Tx,
  claims: readonly { seatId: string; places: number }[],
): Promise<Set<string>> {
  if (claims.length === 0) return new Set();
  const rows = await readRows(
    tx,
    z.object({ id: z.uuid() }),
    sql`
      with claims as (
        select s.id, c.places
        from jsonb_to_recordset(${JSON.stringify(claims)}::jsonb) as c("seatId" uuid, places integer)
          join seats s on s.id = c."seatId"
        order by s.id for update of s
      )
      update seats s set in_use = s.in_use + c.places, uses = s.uses + c.places
      from claims c, labs l
      where s.id = c.id and l.id = s.lab_id and lab_is_open(l) and seat_has_place(s)
        and s.in_use + c.places <= s.max_concurrent and (s.max_uses is null or s.uses + c.places <= s.max_uses)
      returning s.id
    `,
  );
  return new Set(rows.map((row) => row.id));
}

/**
 * Takes one place on the seat that a canary names: also on one that is closed, rests or is out of its hours. Never at a lab without
 * permission record, or with its kill switch on. False when the seat is full.
 */
export async function claimNamedSeat(tx: Tx, seatId: string): Promise<boolean> {
  const rows = await readRows(
    tx,
    z.object({ id: z.uuid() }),
    sql`
      update seats s set in_use = s.in_use + 1, uses = s.uses + 1
      from labs l
      where s.id = ${seatId} and l.id = s.lab_id and lab_takes_canaries(l) and seat_takes_canary(s)
      returning s.id
    `,
  );
  return rows.length === 1;
}

const FreeSeatRow = z.object({
  labId: z.uuid(),
  minutes: z.int(),
  seatId: z.uuid(),
  free: z.int(),
  inUse: z.int(),
  uses: z.int(),
});
