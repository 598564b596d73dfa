import type pg from 'pg';

/** A fleet as rows: no process stands behind its workers, the allocator cannot tell. */
export interface BenchFleet {
  /** Puts so many machines of so many members into the queue. */
  enqueue: (count: number) => Promise<void>;
  /** Everything as before the first machine. */
  reset: () => Promise<void>;
  /** The newest state of many heartbeats: what workers write all the time. */
  beat: () => Promise<void>;
  /** Machines per worker: the most, the least, and how many were given out. */
  readLoad: () => Promise<{ most: number; least: number; placed: number }>;
}

const members = 50;
/** Workers whose heartbeat is written at once. */
const beatsAtOnce = 20;

/** Writes a pool with `workers` workers of `capacity` slots, a lab with seats for all of them, a product and members. */
export async function openFleet(
  database: pg.Client,
  { workers, capacity }: { workers: number; capacity: number },
): Promise<BenchFleet> {
  await database.query(`
    insert into pools (name) values ('bench');
    insert into labs (name, driver, recipe, base_url, permission_kind, permission_confirmed_at)
      values ('bench', 'console', 'bundled', 'http://lab.localhost', 'own_installation', now());
    insert into seats (lab_id, username, secret, max_concurrent)
      select id, 'seat-' || n, 'none', 64 from labs, generate_series(1, 100) n;
    insert into products (name, pool_id, lab_id, template, duration_minutes, price)
      select 'bench', p.id, l.id, 'linux-small', 60, 0 from pools p, labs l;
    insert into users (name, email) select 'm' || n, 'm' || n || '@example.org' from generate_series(1, ${members}) n;
    insert into workers (pool_id, name, public_key, capacity, session_id, connected_since, last_seen_at, went_idle_at, protocol)
      select p.id, 'w' || n, 'k' || n, ${capacity}, gen_random_uuid(), now(), now(), now() - n * interval '1 second', 2
      from pools p, generate_series(1, ${workers}) n;
  `);
  const { rows } = await database.query<{ id: string }>('select id from workers order by name');
  const ids = rows.map(({ id }) => id);
  let next = 0;
  return {
    async enqueue(count) {
      await database.query(
        `insert into machines (id, owner_id, product_id, pool_id, lab_id, name, template, duration_minutes, price, queue_deadline_at)
          select gen_random_uuid(), u.id, p.id, p.pool_id, p.lab_id, 'bench', p.template, 60, 0, now() + interval '1 hour'
          from generate_series(1, $1) as machine(n) join (select id, row_number() over (order by email) as place from users) u
            on u.place = 1 + machine.n % ${members}, products p`,
        [count],
      );
    },
    async reset() {
      await database.query('truncate machines, leases, machine_events, queue_turns cascade');
      await database.query('update workers set used = 0, last_seen_at = now() where used > 0');
      await database.query('update seats set in_use = 0, uses = 0');
      await database.query('vacuum analyze workers');
      await database.query('analyze');
      await database.query('update workers set last_seen_at = now()');
    },
    async beat() {
      const now = Array.from({ length: beatsAtOnce }, (_, n) => ids[(next + n) % ids.length]);
      next = (next + beatsAtOnce) % ids.length;
      await database.query(
        `update workers set last_seen_at = now(), leaving = false, load = '{"load1": 0.5}'::jsonb where id = any($1)`,
        [now],
      );
    },
    async readLoad() {
      const load = await database.query<{ most: number; least: number; placed: number }>(
        'select max(used)::integer as most, min(used)::integer as least, sum(used)::integer as placed from workers',
      );
      return load.rows[0] ?? { most: 0, least: 0, placed: 0 };
    },
  };
}
