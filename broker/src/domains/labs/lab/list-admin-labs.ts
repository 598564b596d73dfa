import { Lab, PermissionKind } from '@coinslot/shared/http/admin-labs.ts';
import { ProvisionFailure } from '@coinslot/shared/states/provision-failure.ts';
import { Tunnel, TunnelPlace } from '@coinslot/shared/states/tunnel.ts';
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Db, readRows, type Tx } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';
import { fail } from '../../../http/errors.ts';

/** Every lab by name, with what depends on it. */
export async function listAdminLabs(db: Db): Promise<Lab[]> {
  return await readLabs(db, sql`true`);
}

/** One lab. Throws `not_found`. */
export async function requireLab(db: Db | Tx, labId: string): Promise<Lab> {
  const [lab] = await readLabs(db, sql`l.id = ${labId}`);
  if (!lab) throw fail('not_found');
  return lab;
}

async function readLabs(db: Db | Tx, where: SQL): Promise<Lab[]> {
  const rows = await readRows(
    db,
    LabRow,
    sql`
      select l.id, l.name, l.driver, l.recipe, l.base_url, l.list_lag_ms, l.revision, l.created_at,
        l.permission_kind, l.permission_note, l.permission_confirmed_by, l.permission_confirmed_at,
        l.disabled_at, l.disabled_reason, l.disabled_by, l.breaker_opened_at, l.breaker_reason, l.breaker_tries_again_at,
        l.tunnel, l.tunnel_place, l.stealth, l.operator_wait_minutes, l.canary_every_minutes, l.canary_template,
        s.seats, s.seats_free, m.machines, m.waiting,
        (select count(*) from products p where p.lab_id = l.id and p.archived_at is null) as products,
        (select count(*) from lab_sessions o where o.lab_id = l.id and o.state <> 'ended') as open_sessions,
        f.failing_since, f.failing, f.failing_with
      from labs l
        cross join lateral (
          -- Free = for the shortest machine that there can be.
          select count(*) as seats,
            count(*) filter (where lab_is_open(l) and seat_has_place(s) and seat_carries(s, 1)) as seats_free
          from seats s where s.lab_id = l.id
        ) s
        cross join lateral (
          select count(*) filter (where m.state <> 'queued') as machines,
            count(*) filter (where m.state = 'queued' and m.purpose <> 'canary') as waiting
          from machines m where m.lab_id = l.id and m.ended_at is null
        ) m
        cross join lateral (
          select min(o.end_failing_since) as failing_since, count(*) as failing,
            mode() within group (order by o.end_failure) as failing_with
          from lab_sessions o where o.lab_id = l.id and o.state <> 'ended' and o.end_failure is not null
        ) f
      where ${where}
      order by l.name
    `,
  );
  return rows.map(toLab);
}

function toLab(row: LabRow): Lab {
  return {
    id: row.id,
    name: row.name,
    driver: row.driver,
    recipe: row.recipe,
    baseUrl: row.base_url,
    listLagMs: row.list_lag_ms,
    tunnel: row.tunnel,
    tunnelPlace: row.tunnel_place,
    stealth: row.stealth,
    operatorWaitMinutes: row.operator_wait_minutes,
    canaryEveryMinutes: row.canary_every_minutes,
    canaryTemplate: row.canary_template,
    revision: row.revision,
    permission:
      row.permission_kind && row.permission_confirmed_at
        ? {
            kind: row.permission_kind,
            note: row.permission_note ?? '',
            confirmedBy: row.permission_confirmed_by ?? '',
            confirmedAt: row.permission_confirmed_at.toISOString(),
          }
        : null,
    disabled: row.disabled_at && {
      at: row.disabled_at.toISOString(),
      reason: row.disabled_reason ?? '',
      by: row.disabled_by,
    },
    breaker: row.breaker_opened_at && {
      openedAt: row.breaker_opened_at.toISOString(),
      reason: row.breaker_reason ?? '',
      triesAgainAt: row.breaker_tries_again_at?.toISOString() ?? null,
    },
    seats: row.seats,
    seatsFree: row.seats_free,
    machines: row.machines,
    waiting: row.waiting,
    products: row.products,
    openSessions: row.open_sessions,
    failingEnds:
      row.failing_since && row.failing_with
        ? { since: row.failing_since.toISOString(), count: row.failing, failure: row.failing_with }
        : null,
    createdAt: row.created_at.toISOString(),
  };
}

const LabRow = z.object({
  id: z.uuid(),
  name: z.string(),
  driver: Lab.shape.driver,
  recipe: z.string(),
  base_url: z.string(),
  list_lag_ms: z.int(),
  revision: z.int(),
  created_at: PgTimestamp,
  permission_kind: PermissionKind.nullable(),
  permission_note: z.string().nullable(),
  permission_confirmed_by: z.string().nullable(),
  permission_confirmed_at: PgTimestamp.nullable(),
  disabled_at: PgTimestamp.nullable(),
  disabled_reason: z.string().nullable(),
  disabled_by: z.string().nullable(),
  breaker_opened_at: PgTimestamp.nullable(),
  breaker_reason: z.string().nullable(),
  breaker_tries_again_at: PgTimestamp.nullable(),
  tunnel: Tunnel,
  tunnel_place: TunnelPlace,
  stealth: z.boolean(),
  operator_wait_minutes: z.int(),
  canary_every_minutes: z.int().nullable(),
  canary_template: z.string().nullable(),
  seats: z.int(),
  seats_free: z.int(),
  machines: z.int(),
  waiting: z.int(),
  products: z.int(),
  open_sessions: z.int(),
  failing_since: PgTimestamp.nullable(),
  failing: z.int(),
  failing_with: ProvisionFailure.nullable(),
});
type LabRow = z.infer<typeof LabRow>;
