import { IncidentKind, type Incident } from '@coinslot/shared/http/admin-incidents.ts';
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { type Db, readRows, type Tx } from '../../database/db.ts';
import { IncidentRow, toIncident } from './incident-row.ts';
import { selectIncidents } from './queries/select-incidents.ts';

const perKindMax = 25;

/** What is stuck now, the worst kind first and within it the longest, at most 25 of a kind; `total` counts them all. */
export async function readOpenIncidents(
  { config, db }: Pick<BrokerContext, 'config' | 'db'>,
  kind?: IncidentKind,
): Promise<(Incident & { total: number })[]> {
  const rows = await readRows(
    db,
    IncidentRow.extend({ total: z.int() }),
    sql`
      select id, kind, name, reason, since, "nextAt", refs, params, total from (
        select i.*, count(*) over (partition by kind) as total,
          row_number() over (partition by kind order by since, name, id) as place
        from (${selectWithIds(config)}) i
        where ${kind === undefined ? sql`true` : sql`kind = ${kind}`}
      ) ranked
      where place <= ${perKindMax} order by since, name, id`,
  );
  const worst = (row: { kind: IncidentKind }) => IncidentKind.options.indexOf(row.kind);
  return rows
    .toSorted((a, b) => worst(a) - worst(b))
    .map(({ total, ...row }) => ({ ...toIncident(row), total }));
}

/** This one, when it is open now. */
export async function readOpenIncident(
  db: Db | Tx,
  { config }: Pick<BrokerContext, 'config'>,
  id: string,
): Promise<Incident | null> {
  const [row] = await readRows(
    db,
    IncidentRow,
    sql`select id, kind, name, reason, since, "nextAt", refs, params from (${selectWithIds(config)}) i where id = ${id}`,
  );
  return row === undefined ? null : toIncident(row);
}

/** What does not say since when counts from when it was seen first. */
function selectWithIds(config: BrokerContext['config']): SQL {
  return sql`
    select n.kind || ':' || n.subject as id, n.kind, n.name, n.reason, coalesce(n.since, seen.opened_at) as since,
      n.next_at as "nextAt", jsonb_strip_nulls(n.refs) as refs, n.params
    from (${selectIncidents(config)}) n
      left join incidents seen on seen.incident_id = n.kind || ':' || n.subject and seen.closed_at is null`;
}
