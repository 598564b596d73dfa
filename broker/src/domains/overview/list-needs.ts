import type { Incident } from '@coinslot/shared/http/admin-incidents.ts';
import { Need, NeedKind } from '@coinslot/shared/http/admin-overview.ts';
import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../context.ts';
import { readRows } from '../../database/db.ts';
import { PgTimestamp } from '../../database/pg-types.ts';
import { readOpenIncidents } from '../incidents/index.ts';
import { isMailConfigured } from '../outbox/index.ts';
import { houseNeeds, labNeeds, reachNeeds } from './need-queries.ts';

const perKindMax = 25;

const Row = Need.omit({ incidentId: true }).extend({ since: PgTimestamp.nullable() });

/** What waits for a person, worst kind first and within it the longest waiting, at most 25 of a kind: incidents and what is to be set up. */
export async function listNeeds(ctx: Pick<BrokerContext, 'config' | 'db'>): Promise<Need[]> {
  const { refusalsMax } = ctx.config.signIn.discord;
  // A developer reads the outbox instead.
  const mailMissing = ctx.config.production && !(await isMailConfigured(ctx, ctx.db));
  const rows = await readRows(
    ctx.db,
    Row,
    sql`
      select kind, name, reason, since, params from (
        select n.*, row_number() over (partition by kind order by since, name) as place
        from (${labNeeds} union all ${houseNeeds} union all ${reachNeeds({ mailMissing, refusalsMax })}) n
      ) ranked where place <= ${perKindMax} order by since, name`,
  );
  const incidents = await readOpenIncidents(ctx);
  const needs = [
    // What passes by itself needs nobody.
    ...incidents.filter(({ severity }) => severity !== 'notice').map(toNeed),
    ...rows.map((row) => ({ ...row, since: row.since?.toISOString() ?? null, incidentId: null })),
  ];
  const worst = (need: { kind: NeedKind }) => NeedKind.options.indexOf(need.kind);
  return needs.toSorted((a, b) => worst(a) - worst(b));
}

function toNeed({ id, kind, name, reason, since, params, ...about }: Incident): Need {
  const { machineId, seatId, labId, workerId } = about;
  const ids = Object.entries({ machineId, seatId, labId, workerId });
  const known = Object.fromEntries(ids.flatMap(([key, value]) => (value === null ? [] : [[key, value]])));
  return { kind, name, reason, since, params: { ...known, ...params }, incidentId: id };
}
