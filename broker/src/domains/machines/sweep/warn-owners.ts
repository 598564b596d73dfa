import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { inTransaction, readRows, type Tx } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';
import { notifyEach } from '../../notifications/index.ts';
import { tellChanged } from '../life/append-event.ts';

const batch = 100;

export interface Warning {
  kind: 'expiry_warning' | 'idle_warning';
  /** `select m.id, … as minutes from machines m …` in the order of need: whom to warn, and of how many minutes. */
  due: SQL;
  /** What keeps a machine `m` from being warned of the same again, with the columns of `due` at hand. */
  mark: SQL;
}

/** Writes a warning as an event of each machine that is due; one that somebody else is changing waits for the next round. Answers how many. */
export async function warnOwners(
  ctx: Pick<BrokerContext, 'db' | 'bus'>,
  { kind, due, mark }: Warning,
): Promise<number> {
  return inTransaction(ctx.db, async (tx) => {
    const warned = await readRows(
      tx,
      Warned,
      sql`
        with due as (
          ${due} limit ${batch} for update of m skip locked
        ), numbered as (
          update machines m set ${mark}, last_event_n = m.last_event_n + 1
          from due where due.id = m.id
          returning m.id, m.name, m.owner_id, m.expires_at, m.last_event_n, due.minutes
        ), written as (
          insert into machine_events (machine_id, n, kind, data)
          select id, last_event_n, ${kind}, jsonb_build_object('minutesLeft', minutes) from numbered
        )
        select id as "machineId", name as "machineName", owner_id as "ownerId", expires_at as "endsAt",
          minutes::int as "minutesLeft"
        from numbered
      `,
    );
    for (const { machineId } of warned) tellChanged(tx, ctx, machineId);
    if (kind === 'expiry_warning') await tellExpiring(tx, ctx, warned);
    return warned.length;
  });
}

const Warned = z.object({
  machineId: z.uuid(),
  machineName: z.string(),
  ownerId: z.uuid().nullable(),
  endsAt: PgTimestamp,
  minutesLeft: z.int(),
});

async function tellExpiring(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  warned: readonly z.infer<typeof Warned>[],
): Promise<void> {
  const told = warned.flatMap(({ ownerId, machineId, machineName, endsAt, minutesLeft }) =>
    ownerId === null
      ? []
      : [
          {
            userId: ownerId,
            params: { machineId, machineName, minutesLeft, endsAt: endsAt.toISOString() },
            dedupeKey: `${machineId}:${endsAt.toISOString()}:${minutesLeft}`,
            validUntil: endsAt,
          },
        ],
  );
  await notifyEach(tx, ctx, 'machine_expiring', told);
}
