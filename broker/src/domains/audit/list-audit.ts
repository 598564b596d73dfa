import { AuditEntry, type AuditPage } from '@coinslot/shared/http/audit.ts';
import type { PageQuery } from '@coinslot/shared/http/page.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../database/db.ts';
import { PgTimestamp } from '../../database/pg-types.ts';
import { makePage, readCursor } from '../../http/page-cursor.ts';

const Row = AuditEntry.extend({ id: z.int(), at: PgTimestamp });

/** The audit log, newest first. */
export async function listAudit(db: Db, page: PageQuery): Promise<AuditPage> {
  const before = readCursor(z.object({ id: z.int() }), page.cursor);
  const rows = await readRows(
    db,
    Row,
    sql`
      select id, at, actor_id as "actorId", actor_name as "actorName", action, target_kind as "targetKind",
        target_id as "targetId", reason, before, after, address
      from audit_log
      where ${before === undefined ? sql`true` : sql`id < ${before.id}`}
      order by id desc
      limit ${page.limit + 1}`,
  );
  return makePage(
    rows,
    page.limit,
    (row) => ({ ...row, id: String(row.id), at: row.at.toISOString() }),
    (row) => ({ id: row.id }),
  );
}
