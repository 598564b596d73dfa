import { AuditEntry, type AuditPage, type AuditQuery } from '@coinslot/shared/http/audit.ts';
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../database/db.ts';
import { PgTimestamp } from '../../database/pg-types.ts';
import { lowerThan } from '../../http/older-than.ts';
import { makePage } from '../../http/page-cursor.ts';
import { matches } from './audit-conditions.ts';

const Row = AuditEntry.extend({ id: z.int(), at: PgTimestamp });

/** The lines of the audit log that fit, newest first. */
export async function listAudit(db: Db, { cursor, limit, ...filter }: AuditQuery): Promise<AuditPage> {
  const which = sql`${matches(filter)} and ${lowerThan(cursor, sql`a.id`)}`;
  const rows = await readLines(db, which, { limit: limit + 1 });
  return makePage(rows, limit, toEntry, (row) => ({ id: row.id }));
}

/** Every line that fits and is not newer than the first one read, newest first, in batches. */
export async function* readAllLines(
  db: Db,
  filter: Omit<AuditQuery, 'cursor' | 'limit'>,
): AsyncGenerator<AuditEntry[]> {
  let last: number | null = null;
  for (;;) {
    const upTo: SQL = last === null ? sql`true` : sql`a.id < ${last}`;
    const rows = await readLines(db, sql`${matches(filter)} and ${upTo}`, { limit: batch });
    if (rows.length > 0) yield rows.map(toEntry);
    if (rows.length < batch) return;
    last = rows.at(-1)?.id ?? null;
  }
}

const batch = 1_000;

/** Every action that the log holds, by name. Reads one line of the index for each. */
export async function listActions(db: Db): Promise<string[]> {
  const rows = await readRows(
    db,
    z.object({ action: z.string().nullable() }),
    sql`
      with recursive known (action) as (
        (select action from audit_log order by action using ~<~ limit 1)
        union all
        select (select a.action from audit_log a where a.action ~>~ known.action order by a.action using ~<~ limit 1)
        from known where known.action is not null
      )
      select action from known where action is not null`,
  );
  return rows.flatMap(({ action }) => action ?? []);
}

function readLines(db: Db, which: SQL, { limit }: { limit: number }) {
  return readRows(
    db,
    Row,
    sql`
      select a.id, a.at, a.actor_id as "actorId", a.actor_name as "actorName", a.action, a.target_kind as "targetKind",
        a.target_id as "targetId", ${targetName} as "targetName", a.reason, a.before, a.after, a.address
      from audit_log a where ${which} order by a.id desc limit ${limit}`,
  );
}

// Not every id is one of ours: a case looks only where it is.
const targetName = sql`case when a.target_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then case a.target_kind
  when 'user' then (select u.name from users u where u.id = a.target_id::uuid)
  when 'machine' then (select m.name from machines m where m.id = a.target_id::uuid)
  when 'lab' then (select l.name from labs l where l.id = a.target_id::uuid)
  when 'seat' then (select s.username from seats s where s.id = a.target_id::uuid)
  when 'pool' then (select p.name from pools p where p.id = a.target_id::uuid)
  when 'product' then (select p.name from products p where p.id = a.target_id::uuid)
  when 'worker' then (select w.name from workers w where w.id = a.target_id::uuid)
end end`;

function toEntry(row: z.infer<typeof Row>): AuditEntry {
  return { ...row, id: String(row.id), at: row.at.toISOString() };
}
