import { Need, NeedKind } from '@coinslot/shared/http/admin-overview.ts';
import { ProvisionFailure, provisionFailures } from '@coinslot/shared/states/provision-failure.ts';
import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../context.ts';
import { readRows } from '../../database/db.ts';
import { PgTimestamp } from '../../database/pg-types.ts';
import { isMailConfigured } from '../outbox/index.ts';
import { fleetNeeds, houseNeeds, labNeeds, reachNeeds, tunnelNeeds } from './need-queries.ts';

const perKindMax = 25;

const Row = Need.extend({ since: PgTimestamp.nullable() });

/** What waits for a person, worst kind first and within it the longest waiting, at most 25 of a kind. */
export async function listNeeds(ctx: Pick<BrokerContext, 'config' | 'db'>): Promise<Need[]> {
  const { endConfirmMs } = ctx.config.fleet;
  const { refusalsMax } = ctx.config.signIn.discord;
  // A developer reads the outbox instead.
  const mailMissing = ctx.config.production && !(await isMailConfigured(ctx, ctx.db));
  const rows = await readRows(
    ctx.db,
    Row,
    sql`
      select kind, name, reason, since, params from (
        select n.*, row_number() over (partition by kind order by since, name) as place
        from (${fleetNeeds(endConfirmMs)} union all ${labNeeds} union all ${houseNeeds} union all ${tunnelNeeds}
          union all ${reachNeeds({ mailMissing, refusalsMax })}) n
      ) ranked where place <= ${perKindMax} order by since, name`,
  );
  const worst = (need: { kind: NeedKind }) => NeedKind.options.indexOf(need.kind);
  return rows
    .toSorted((a, b) => worst(a) - worst(b))
    .map((row) => ({ ...row, reason: sayReason(row), since: row.since?.toISOString() ?? null }));
}

function sayReason({ kind, reason }: Pick<Need, 'kind' | 'reason'>): string | null {
  const failure = kind === 'lab_not_ending' ? ProvisionFailure.safeParse(reason) : null;
  return failure?.success ? provisionFailures[failure.data].text : reason;
}
