import type pg from 'pg';
import { z } from 'zod';
import type { Random } from '../random.ts';

const members = 60;
const Load = z.object({
  placed: z.int(),
  doubled: z.int(),
  overfull: z.int(),
  overbooked: z.int(),
  uneven: z.number(),
});
export type Load = z.infer<typeof Load>;

/** A fleet as rows: no process stands behind its workers, the allocator cannot tell. */
export interface RowFleet {
  /** Forgets all machines and gives the workers these capacities, in slots. */
  reset: (capacities: readonly number[]) => Promise<void>;
  /** Puts so many machines of so many members into the queue. */
  enqueue: (count: number) => Promise<void>;
  /** What was given to whom, recounted from the leases. `uneven`: the widest difference of used / capacity between two workers. */
  readLoad: () => Promise<Load>;
}

/** Writes a pool, a lab with seats for everybody, a product and members. */
export async function openRowFleet(database: pg.Client): Promise<RowFleet> {
  await database.query(`
    insert into pools (name) values ('faults');
    insert into labs (name, driver, recipe, base_url, permission_kind, permission_confirmed_at)
      values ('faults', 'console', 'bundled', 'http://lab.localhost', 'own_installation', now());
    insert into seats (lab_id, username, secret, max_concurrent)
      select id, 'seat-' || n, 'none', 64 from labs, generate_series(1, 100) n;
    insert into products (name, pool_id, lab_id, template, duration_minutes, price)
      select 'faults', p.id, l.id, 'linux-small', 60, 0 from pools p, labs l;
    insert into users (name, email) select 'm' || n, 'm' || n || '@example.org' from generate_series(1, ${members}) n;
  `);
  return {
    async reset(capacities) {
      await database.query('truncate machines, leases, machine_events, queue_turns, workers cascade');
      await database.query('update seats set in_use = 0, uses = 0');
      await database.query(
        `insert into workers (pool_id, name, public_key, capacity, session_id, connected_since, last_seen_at, went_idle_at, protocol)
          select p.id, 'w' || n, 'k' || n, capacity, gen_random_uuid(), now(), now() + interval '1 hour', now() - n * interval '1 second', 3
          from pools p, unnest($1::integer[]) with ordinality as one (capacity, n)`,
        [capacities],
      );
    },
    async enqueue(count) {
      await database.query(
        `insert into machines (id, owner_id, product_id, pool_id, lab_id, name, template, duration_minutes, price, queue_deadline_at)
          select gen_random_uuid(), u.id, p.id, p.pool_id, p.lab_id, 'faults', p.template, 60, 0, now() + interval '1 hour'
          from generate_series(1, $1) as machine (n) join (select id, row_number() over (order by email) as place from users) u
            on u.place = 1 + machine.n % ${members}, products p`,
        [count],
      );
    },
    async readLoad() {
      const { rows } = await database.query(`
        with given as (
          select w.id, w.capacity, w.used, count(l.id)::integer as leases
          from workers w left join leases l on l.worker_id = w.id and l.released_at is null group by w.id
        )
        select (select count(*)::integer from leases where released_at is null) as placed,
          (select count(*)::integer from (select machine_id from leases where released_at is null group by machine_id having count(*) > 1) twice) as doubled,
          (select count(*)::integer from given where leases > capacity or leases <> used) as overfull,
          (select count(*)::integer from seats s where in_use > max_concurrent
            or in_use <> (select count(*) from leases l where l.seat_id = s.id and l.released_at is null)) as overbooked,
          (select (max(leases::float / capacity) - min(leases::float / capacity))::float from given) as uneven`);
      return Load.parse(rows[0]);
    },
  };
}

/** Capacities of so many workers: all the same, or mixed. */
export function drawCapacities(random: Random, workers: number): number[] {
  const same = random.chance(0.5) ? random.whole(2, 6) : null;
  return Array.from({ length: workers }, () => same ?? random.whole(1, 8));
}
