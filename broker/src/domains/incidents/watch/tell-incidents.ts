import { IncidentKind } from '@coinslot/shared/http/admin-incidents.ts';
import { incidentWords } from '@coinslot/shared/incident-words.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import { tellOperator } from '../../outbox/index.ts';

/** What is over so soon was no news. */
const settledSeconds = 20;
/** One message of a kind for so long, however many of it there are. */
const quietMinutes = 10;
const namesMax = 5;

/** These are told by what notices them, or could not be delivered themselves. */
const toldElsewhere: ReadonlySet<IncidentKind> = new Set([
  'lab_breaker_open',
  'seat_breaker_open',
  'machine_needs_operator',
  'worker_silent',
  'outbox_failed',
]);

const told = IncidentKind.options.filter(
  (kind) => incidentWords[kind].severity !== 'notice' && !toldElsewhere.has(kind),
);

/** Tells the operator of each kind once that something of it is stuck, and once that nothing of it is any more. */
export async function tellIncidents(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  closed: readonly { kind: string; name: string; wasTold: boolean }[],
): Promise<void> {
  for (const { kind, count, names } of await readUntold(tx)) {
    await tellOperator(tx, ctx, 'incident', { state: 'opened', kind, count, names: names.join(', ') });
  }
  for (const kind of await findKindsOver(tx, closed)) {
    const names = closed.filter((one) => one.kind === kind && one.wasTold).map(({ name }) => name);
    await tellOperator(tx, ctx, 'incident', {
      state: 'closed',
      kind,
      count: names.length,
      names: sayNames(names).join(', '),
    });
  }
}

function sayNames(names: readonly string[]): string[] {
  return names.filter((name) => name !== '').slice(0, namesMax);
}

const Untold = z.object({ kind: IncidentKind, count: z.int(), names: z.array(z.string()) });

/** Marks them as told. */
async function readUntold(tx: Tx): Promise<z.infer<typeof Untold>[]> {
  const rows = await readRows(
    tx,
    Untold,
    sql`
      with untold as (
        update incidents i set told_at = now()
        where i.closed_at is null and i.told_at is null and i.kind = any(${sql.param(told)}::text[])
          and i.opened_at < now() - make_interval(secs => ${settledSeconds})
          and not exists (
            select from incidents o where o.kind = i.kind and o.told_at > now() - make_interval(mins => ${quietMinutes})
              and (o.closed_at is null or o.closed_at > now() - make_interval(mins => ${quietMinutes}))
          )
        returning i.kind, i.name, i.opened_at
      )
      select kind, count(*) as count, array_agg(name order by opened_at) as names from untold group by kind`,
  );
  return rows.map((row) => ({ ...row, names: sayNames(row.names) }));
}

/** Kinds that were told of, and of which nothing that was told is open any more. */
async function findKindsOver(
  tx: Tx,
  closed: readonly { kind: string; wasTold: boolean }[],
): Promise<IncidentKind[]> {
  const kinds = [...new Set(closed.filter(({ wasTold }) => wasTold).map(({ kind }) => kind))];
  if (kinds.length === 0) return [];
  const rows = await readRows(
    tx,
    z.object({ kind: IncidentKind }),
    sql`
      select k.kind from unnest(${sql.param(kinds)}::text[]) as k(kind)
      where not exists (
        select from incidents i where i.kind = k.kind and i.closed_at is null and i.told_at is not null
      )`,
  );
  return rows.map(({ kind }) => kind);
}
