import {
  type ClosedIncidentPage,
  type ClosedIncidentQuery,
  IncidentKind,
} from '@coinslot/shared/http/admin-incidents.ts';
import { incidentWords } from '@coinslot/shared/incident-words.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows } from '../../database/db.ts';
import { PgTimestamp } from '../../database/pg-types.ts';
import { olderThan } from '../../http/older-than.ts';
import { makePage } from '../../http/page-cursor.ts';

const Row = z.object({
  id: z.uuid(),
  incidentId: z.string(),
  kind: IncidentKind,
  name: z.string(),
  reason: z.string().nullable(),
  openedAt: PgTimestamp,
  closedAt: PgTimestamp,
  closedAtText: z.string(),
  closedBy: z.string().nullable(),
});

/** What was stuck and is no more, newest first. */
export async function listClosedIncidents(db: Db, query: ClosedIncidentQuery): Promise<ClosedIncidentPage> {
  const rows = await readRows(
    db,
    Row,
    sql`
      select i.id, i.incident_id as "incidentId", i.kind, i.name, i.reason, i.opened_at as "openedAt", i.closed_at as "closedAt",
        i.closed_at::text as "closedAtText", i.closed_by as "closedBy"
      from incidents i
      where i.closed_at is not null and i.kind = any(${sql.param([...IncidentKind.options])}::text[])
        and ${query.kind === undefined ? sql`true` : sql`i.kind = ${query.kind}`}
        and ${olderThan(query.cursor, sql`i.closed_at`, sql`i.id`)}
      order by i.closed_at desc, i.id desc limit ${query.limit + 1}`,
  );
  return makePage(
    rows,
    query.limit,
    ({ closedAtText: _, ...row }) => ({
      ...row,
      severity: incidentWords[row.kind].severity,
      openedAt: row.openedAt.toISOString(),
      closedAt: row.closedAt.toISOString(),
    }),
    (row) => ({ at: row.closedAtText, id: row.id }),
  );
}
