import { keptNames } from '@coinslot/shared/kept-names.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction, readRows, type Tx } from '../../../database/db.ts';
import { selectIncidents } from '../queries/select-incidents.ts';
import { tellIncidents } from './tell-incidents.ts';

/** One that comes again so soon after it closed is the same one: what flickers is no news. */
const sameAgainSeconds = 60;

/**
 * Compares what is stuck now with the open rows: opens, keeps and closes them, and tells the operator. One broker at a time does it;
 * the others leave it to that one.
 */
export async function keepIncidents(ctx: Pick<BrokerContext, 'bus' | 'config' | 'db'>): Promise<void> {
  await inTransaction(ctx.db, async (tx) => {
    if (!(await isMyTurn(tx))) return;
    const found = JSON.stringify(await readFound(tx, ctx));
    await openAgain(tx, found);
    await openOrKeep(tx, found);
    await tellIncidents(tx, ctx, await closeOthers(tx));
  });
}

async function isMyTurn(tx: Tx): Promise<boolean> {
  const [turn] = await readRows(
    tx,
    z.object({ mine: z.boolean() }),
    sql`select pg_try_advisory_xact_lock(hashtext('incidents')) as mine`,
  );
  return turn?.mine ?? false;
}

const Found = z.object({
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  reason: z.string().nullable(),
  since: z.string().nullable(),
  refs: z.unknown(),
  params: z.unknown(),
});

async function readFound(tx: Tx, { config }: Pick<BrokerContext, 'config'>) {
  return await readRows(
    tx,
    Found,
    sql`
      select n.kind || ':' || n.subject as id, n.kind, n.name, n.reason, n.since::text as since, jsonb_strip_nulls(n.refs) as refs,
        n.params
      from (${selectIncidents(config)}) n`,
  );
}

async function openAgain(tx: Tx, found: string): Promise<void> {
  await tx.execute(sql`
    update incidents set closed_at = null, closed_by = null where id in (
      select distinct on (i.incident_id) i.id
      from jsonb_to_recordset(${found}::jsonb) as f(id text)
        join incidents i on i.incident_id = f.id and i.closed_at > now() - make_interval(secs => ${sameAgainSeconds})
      where not exists (select from incidents o where o.incident_id = f.id and o.closed_at is null)
      order by i.incident_id, i.closed_at desc
    )`);
}

async function openOrKeep(tx: Tx, found: string): Promise<void> {
  await tx.execute(sql`
    insert into incidents (incident_id, kind, name, reason, since, refs, params)
    select f.id, f.kind, f.name, f.reason, f.since, f.refs, f.params
    from jsonb_to_recordset(${found}::jsonb)
      as f(id text, kind text, name text, reason text, since timestamptz, refs jsonb, params jsonb)
    on conflict (incident_id) where closed_at is null do update set
      name = excluded.name, reason = excluded.reason, since = excluded.since, refs = excluded.refs, params = excluded.params,
      seen_at = now()`);
}

export interface ClosedNow {
  kind: string;
  name: string;
  wasTold: boolean;
}

/** What was not found any more is over. `closed_by` is who acted on what it was about since it opened. */
async function closeOthers(tx: Tx): Promise<ClosedNow[]> {
  return await readRows(
    tx,
    z.object({ kind: z.string(), name: z.string(), wasTold: z.boolean() }),
    sql`
      update incidents i set closed_at = now(), closed_by = (
        select a.actor_name
        from jsonb_each_text(i.refs) r
          join (values ('machineId', 'machine'), ('labSessionId', 'lab_session'), ('seatId', 'seat'), ('labId', 'lab'),
            ('workerId', 'worker'), ('findingId', 'lab_finding')) t (ref, kind) on t.ref = r.key
          join audit_log a on a.target_kind = t.kind and a.target_id = r.value
        where a.at >= i.opened_at and a.action = any(${sql.param(mendingActs)}::text[])
          and (a.actor_id is not null or a.actor_name = ${keptNames.operator})
        order by a.id desc limit 1
      )
      where i.closed_at is null and i.seen_at < now()
      returning kind, name, told_at is not null as "wasTold"`,
  );
}

/** Acts after which something may be over; looking at it is none. */
const mendingActs = [
  'machine.stop',
  'machine.settle',
  'machine.refund',
  'machine.page_give_back',
  'machine.go_on',
  'lab_session.write_off',
  'lab_session.ask_end',
  'lab_finding.want_end',
  'seat.edit',
  'seat.disable',
  'seat.reopen',
  'lab.edit',
  'lab.disable',
  'lab.reopen',
  'worker.drain',
  'worker.resume',
  'worker.revoke',
];
