import type pg from 'pg';
import { z } from 'zod';
import type { DrawnSeat } from './draw-lab.ts';

export const seatCount = 20;

/** A pool, a lab whose list has no lag, as many workers as seats, and nothing that runs. */
export async function openRows(database: pg.Client): Promise<void> {
  await database.query(`
    insert into pools (name) values ('strangers');
    insert into labs (name, driver, recipe, base_url, list_lag_ms, permission_kind, permission_confirmed_at)
      values ('strangers', 'console', 'bundled', 'http://lab.localhost', 0, 'own_installation', now());
    insert into seats (lab_id, username, secret, max_concurrent) select id, 'seat-' || n, 'none', 64 from labs, generate_series(1, ${seatCount}) n;
    insert into products (name, pool_id, lab_id, template, duration_minutes, price)
      select 'strangers', p.id, l.id, 'linux-small', 60, 0 from pools p, labs l;
    insert into workers (pool_id, name, public_key, capacity, session_id, connected_since, last_seen_at, went_idle_at, protocol)
      select p.id, 'w' || n, 'k' || n, 1, gen_random_uuid(), now(), now() + interval '1 day', now(), 4
      from pools p, generate_series(1, ${seatCount}) n;
  `);
}

/** Forgets the last round and writes the rows of these seats. Answers the seats' ids, in the same order. */
export async function writeRows(database: pg.Client, drawn: readonly DrawnSeat[]): Promise<string[]> {
  await database.query('truncate machines, lab_sessions, leases, lab_findings, seat_inventories cascade');
  const { rows } = await database.query('select id from seats order by username');
  const seatIds = z
    .array(z.object({ id: z.uuid() }))
    .parse(rows)
    .map(({ id }) => id);
  const sessions = drawn.flatMap((seat, at) =>
    seat.sessions.map((session) => ({ ...session, seatId: seatIds[at] })),
  );
  await database.query(
    `with s as (
        select * from jsonb_to_recordset($1::jsonb)
          as s(id uuid, "machineId" uuid, tag text, "labRef" text, "isReady" boolean, "seatId" uuid)
      ), m as (
        insert into machines (id, purpose, product_id, pool_id, lab_id, name, template, duration_minutes, price, queue_deadline_at,
          state, ready_at, expires_at, ended_at, end_reason, seat_id, health_ok, health_checked_at)
        select s."machineId", 'stock', p.id, p.pool_id, p.lab_id, 'strangers', p.template, 60, 0, now(),
          case when s."isReady" then 'ready' else 'stopped' end, now(), now() + interval '1 day',
          case when s."isReady" then null else now() end, case when s."isReady" then null else 'expired' end,
          case when s."isReady" then s."seatId" end, true, now() + interval '1 day'
        from s, products p
      )
      insert into lab_sessions (id, machine_id, lab_id, seat_id, epoch, tag, lab_ref, state, intended_at, live_at, ended_at, ended_how)
      select s.id, s."machineId", l.id, s."seatId", 1, s.tag, s."labRef", case when s."isReady" then 'live' else 'ended' end,
        now() - interval '1 hour', now() - interval '1 hour',
        case when s."isReady" then null else now() - interval '1 minute' end, case when s."isReady" then null else 'written_off' end
      from s, labs l`,
    [JSON.stringify(sessions)],
  );
  await database.query('insert into seat_inventories (seat_id) select id from seats');
  return seatIds;
}

const Order = z.object({
  seatId: z.uuid(),
  workerId: z.uuid(),
  epoch: z.int(),
  ends: z.array(z.object({ labRef: z.string(), label: z.string() })),
});
export type Order = z.infer<typeof Order>;

/** What is ordered now, as the workers would be told. */
export async function readOrders(database: pg.Client): Promise<Order[]> {
  const { rows } = await database.query(`
    select i.seat_id as "seatId", i.worker_id as "workerId", i.epoch, coalesce((
      select json_agg(json_build_object('labRef', f.lab_ref, 'label', f.label)) from lab_findings f
      where f.seat_id = i.seat_id and f.state = 'ending' and f.order_epoch = i.epoch
    ), '[]') as ends
    from seat_inventories i where i.worker_id is not null`);
  return z.array(Order).parse(rows);
}

/** Every seat, and every end that failed, has its turn again. */
export async function letTimePass(database: pg.Client): Promise<void> {
  await database.query('update seat_inventories set next_at = now(), failures = 0');
  await database.query('update lab_findings set next_try_at = now() where next_try_at is not null');
}
