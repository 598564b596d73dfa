import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../../database/db.ts';

/**
 * Recounts what the counters say: slots used = open leases, seats in use = machines that hold them, active machines of a
 * member = those not final. Answers every difference; none is right.
 */
export async function verifyFleet(db: Db): Promise<string[]> {
  const rows = await readRows(
    db,
    z.object({ difference: z.string() }),
    sql`
      select format('worker %s: used %s, open leases %s', w.name, w.used, count(l.id)) as difference
      from workers w left join leases l on l.worker_id = w.id and l.released_at is null
      group by w.id having w.used <> count(l.id)
      union all
      select format('seat %s: in use %s, machines %s', s.username, s.in_use, count(m.id))
      from seats s left join machines m on m.seat_id = s.id
      group by s.id having s.in_use <> count(m.id)
      union all
      select format('member %s: active %s, machines %s', u.user_id, u.active_machines, count(m.id))
      from member_usage u left join machines m on m.owner_id = u.user_id and m.state not in ('stopped', 'failed')
      group by u.user_id having u.active_machines <> count(m.id)
      union all
      select format('machine %s: %s with an open lab session but no seat', m.id, m.state)
      from machines m join lab_sessions s on s.machine_id = m.id and s.state <> 'ended' where m.seat_id is null
    `,
  );
  return rows.map((row) => row.difference);
}
