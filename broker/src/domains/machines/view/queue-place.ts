import { sql } from 'drizzle-orm';

/**
 * The place among those that the same pool and lab could serve: members take turns (each one's first, then each one's second),
 * and within a turn the longest waiting comes first.
 */
export const queuePlace = sql`
  case when m.state = 'queued' then (
    select json_build_object('position', mine.place, 'of', mine.waiting, 'wait', null, 'blocked', null) from (
      select id, row_number() over (order by turn, queued_at, id) as place, count(*) over () as waiting
      from (
        select q.id, q.queued_at,
          row_number() over (partition by coalesce(q.owner_id, q.id) order by q.queued_at, q.id) as turn
        from machines q where q.state = 'queued' and q.pool_id = m.pool_id and q.lab_id = m.lab_id
      ) turns
    ) mine where mine.id = m.id
  ) end`;
