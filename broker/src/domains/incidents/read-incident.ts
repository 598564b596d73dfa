import { IncidentDetail, IncidentKind, type Incident } from '@coinslot/shared/http/admin-incidents.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../context.ts';
import { type Db, readRows } from '../../database/db.ts';
import { PgTimestamp } from '../../database/pg-types.ts';
import { fail } from '../../http/errors.ts';
import { readLabSessionTerms } from '../machines/index.ts';
import { readMachineCoins } from '../wallet/index.ts';
import { chooseActs } from './choose-acts.ts';
import { Refs, toIncident } from './incident-row.ts';
import { readOpenIncident } from './read-open-incidents.ts';

const timesMax = 20;
const doneMax = 50;

/** One incident with its earlier times, what was done, and what can be done. Throws `not_found` for one that never was. */
export async function readIncident(
  ctx: Pick<BrokerContext, 'config' | 'db'>,
  id: string,
): Promise<IncidentDetail> {
  const [open, kept] = [await readOpenIncident(ctx.db, ctx, id), await readTimes(ctx.db, id)];
  const [last] = kept;
  const incident = open ?? (last === undefined ? null : toIncident({ ...last, nextAt: null }));
  if (incident === null) throw fail('not_found');
  const { machineId, labSessionId } = incident;
  const session = labSessionId === null ? null : await readLabSessionTerms(ctx.db, labSessionId);
  const coins = machineId === null ? null : await readMachineCoins(ctx.db, machineId);
  const facts = { session, charge: coins, machineIsOver: await isOver(ctx.db, machineId) };
  return {
    open: open !== null,
    incident,
    acts: chooseActs(incident, facts).filter((act) => open !== null || act === 'refund'),
    session: session === null ? null : { ...session, surelyOverAt: session.surelyOverAt.toISOString() },
    charge: coins,
    times: kept.map(({ openedAt, closedAt, closedBy }) => ({
      openedAt: openedAt.toISOString(),
      closedAt: closedAt?.toISOString() ?? null,
      closedBy,
    })),
    done: await readDone(ctx.db, incident, last?.openedAt ?? null),
  };
}

const KeptRow = z.object({
  id: z.string(),
  kind: IncidentKind,
  name: z.string(),
  reason: z.string().nullable(),
  since: PgTimestamp.nullable(),
  refs: Refs,
  params: IncidentDetail.shape.incident.shape.params,
  openedAt: PgTimestamp,
  closedAt: PgTimestamp.nullable(),
  closedBy: z.string().nullable(),
});

async function readTimes(db: Db, id: string): Promise<z.infer<typeof KeptRow>[]> {
  return await readRows(
    db,
    KeptRow,
    sql`
      select i.incident_id as id, i.kind, i.name, i.reason, i.since, i.refs, i.params, i.opened_at as "openedAt",
        i.closed_at as "closedAt", i.closed_by as "closedBy"
      from incidents i where i.incident_id = ${id} order by i.opened_at desc limit ${timesMax}`,
  );
}

async function isOver(db: Db, machineId: string | null): Promise<boolean> {
  if (machineId === null) return false;
  const rows = await readRows(
    db,
    z.object({ isOver: z.boolean() }),
    sql`select end_reason is not null as "isOver" from machines where id = ${machineId}`,
  );
  return rows[0]?.isOver ?? false;
}

/** The audit log's lines about what the incident is about, from a little before it was first seen. */
async function readDone(db: Db, incident: Incident, openedAt: Date | null): Promise<IncidentDetail['done']> {
  const targets = targetsOf(incident);
  if (targets.length === 0 || openedAt === null) return [];
  const rows = await readRows(
    db,
    IncidentDetail.shape.done.element.extend({ at: PgTimestamp }),
    sql`
      select a.at, a.actor_name as "actorName", a.action, a.reason
      from jsonb_to_recordset(${JSON.stringify(targets)}::jsonb) as t(kind text, id text)
        join audit_log a on a.target_kind = t.kind and a.target_id = t.id
      where a.at >= ${openedAt.toISOString()}::timestamptz - interval '1 hour'
      order by a.id desc limit ${doneMax}`,
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

function targetsOf({ machineId, labSessionId, seatId, labId, workerId, findingId }: Incident) {
  const all = {
    machine: machineId,
    lab_session: labSessionId,
    seat: seatId,
    lab: labId,
    worker: workerId,
    lab_finding: findingId,
  };
  return Object.entries(all).flatMap(([kind, id]) => (id === null ? [] : [{ kind, id }]));
}
