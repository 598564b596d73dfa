import { type SQL, sql } from 'drizzle-orm';

/**
 * The queue's one order, for the allocator and for every place that is shown. Machines of one pool and one lab form a queue:
 *
 *  1. class: a member's machine 2, a trial 1, stock 0; plus one for every `ageingMs` that somebody has waited for
 *     this turn, so that nobody starves behind a higher class.
 *  2. turn: each taker's (a member, or a product's stock) first machine, then each one's second, and so on.
 *  3. since when a taker waits for this turn: since its oldest machine came, or since it was last given one.
 *
 * So a member with a hundred machines delays another's first by one grant at most, and nobody who comes later is served before
 * somebody's oldest. Only the oldest ages: otherwise the other ninety-nine would pass everybody after five minutes. One that was
 * given to a worker already and came back had its turn: it keeps its age, stands for itself and takes no other turn (`taker_id`
 * is null). Canaries stand in no queue: they come after all of it. Serving in this order one after the other never changes the order of those that are left: a place that is shown is the
 * order of service.
 */
export function orderQueued(alias: string): SQL {
  return sql.raw(
    ['class desc', 'turn', 'since', 'queued_at', 'id'].map((column) => `${alias}.${column}`).join(', '),
  );
}

/**
 * The columns `class`, `turn` and `since` (see orderQueued) with those of machine `q` that name and place it, for every machine
 * of the queues that fulfil `where` (over a machine `q`; it must keep queues whole).
 */
export function selectQueued({ ageingMs, where }: { ageingMs: number; where: SQL }): SQL {
  return sql`
    select taken.*,
      base + case when turn = 1
        then floor(greatest(extract(epoch from now() - since), 0) / ${ageingMs / 1000})::integer else 0 end as class
    from (
      select q.id, q.pool_id, q.lab_id, q.seat_id, q.duration_minutes, q.queued_at, q.not_before,
        case when q.assigned_at is null then coalesce(q.owner_id, q.product_id) end as taker_id, ${basePriority} as base,
        case when q.assigned_at is null then row_number() over taker else 1 end as turn,
        case when q.assigned_at is null then first_value(greatest(q.queued_at, t.last_granted_at)) over taker
          else q.queued_at end as since
      from machines q left join queue_turns t
        on t.pool_id = q.pool_id and t.lab_id = q.lab_id and t.taker_id = coalesce(q.owner_id, q.product_id)
      where q.state = 'queued' and q.purpose <> 'canary' and ${where}
      window taker as (
        partition by q.pool_id, q.lab_id, coalesce(q.owner_id, q.product_id), ${basePriority}, q.assigned_at is null
        order by q.queued_at, q.id
      )
    ) taken
  `;
}

/** Over a machine `q`. */
const basePriority = sql`(case q.purpose when 'sale' then 2 when 'trial' then 1 else 0 end)`;
