import { sql } from 'drizzle-orm';

/**
 * When a lab session `s` of a machine `m` has surely ended by itself: at the time the lab named, else an hour after the time that
 * was asked for could be over. A lab that was asked for more time may have given it, whether or not we heard so.
 */
export const surelyOverAt = sql`
  greatest(
    coalesce(s.lab_ends_at, s.intended_at + m.duration_minutes * interval '1 minute' + interval '1 hour'),
    (
      select s.intended_at + (m.duration_minutes + sum(e.minutes)) * interval '1 minute' + interval '1 hour'
      from machine_extensions e where e.machine_id = m.id having count(*) > 0
    )
  )
`;
