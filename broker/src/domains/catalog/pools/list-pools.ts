import { Pool } from '@coinslot/shared/http/admin-pools.ts';
import { type SQL, sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import { type Db, readRows, type Tx } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';
import { fail } from '../../../http/errors.ts';

/** Every pool by name, with what depends on it. */
export async function listPools(ctx: Pick<BrokerContext, 'db' | 'config'>): Promise<Pool[]> {
  return await readPools(ctx.db, ctx, sql`true`);
}

/** One pool. Throws `not_found`. */
export async function requirePool(tx: Tx, ctx: Pick<BrokerContext, 'config'>, poolId: string): Promise<Pool> {
  const [pool] = await readPools(tx, ctx, sql`p.id = ${poolId}`);
  if (!pool) throw fail('not_found');
  return pool;
}

async function readPools(db: Db | Tx, ctx: Pick<BrokerContext, 'config'>, where: SQL): Promise<Pool[]> {
  const rows = await readRows(
    db,
    PoolRow,
    sql`
      select p.id, p.name, p.description, p.labels, p.revision, p.created_at as "createdAt",
        w.workers, w.up as "workersUp", w.slots, w.used,
        (select count(*) from machines m where m.pool_id = p.id and m.state = 'queued') as waiting,
        (select count(*) from products g where g.pool_id = p.id and g.archived_at is null) as products
      from pools p cross join lateral (
        select count(*) as workers, count(*) filter (where is_up) as up,
          coalesce(sum(capacity) filter (where is_up), 0) as slots, coalesce(sum(used) filter (where is_up), 0) as used
        from (
          select capacity, used, ${takesWork(ctx.config.fleet.suspectAfterMs)} as is_up
          from workers w where w.pool_id = p.id and w.state not in ('revoked', 'locked')
        ) of_pool
      ) w
      where ${where}
      order by p.name
    `,
  );
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
}

/** SQL over workers `w` and pools `p`: connected, in service, and with the pool's labels. */
function takesWork(suspectAfterMs: number): SQL {
  return sql`
    w.state = 'active' and not w.leaving and w.failing_since is null and w.labels @> p.labels
    and w.session_id is not null and w.last_seen_at > now() - make_interval(secs => ${suspectAfterMs / 1000})
  `;
}

const PoolRow = Pool.extend({ createdAt: PgTimestamp });
