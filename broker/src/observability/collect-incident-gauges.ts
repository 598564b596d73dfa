import { IncidentKind } from '@coinslot/shared/http/admin-incidents.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../context.ts';
import { readRows } from '../database/db.ts';

const Open = z.object({ kind: z.string(), n: z.int(), seconds: z.number() });

/** Fills the gauges of incidents from the rows that the loop keeps. */
export async function collectIncidentGauges({
  db,
  metrics,
}: Pick<BrokerContext, 'db' | 'metrics'>): Promise<void> {
  const open = await readRows(
    db,
    Open,
    sql`
      select kind, count(*) as n,
        greatest(0, extract(epoch from now() - min(coalesce(since, opened_at))))::float8 as seconds
      from incidents where closed_at is null group by kind`,
  );
  for (const kind of IncidentKind.options) {
    const found = open.find((one) => one.kind === kind);
    metrics.incidents.set({ kind }, found?.n ?? 0);
    metrics.incidentOldestAge.set({ kind }, found?.seconds ?? 0);
  }
}
