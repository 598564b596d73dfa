import { wayInFaults } from '@coinslot/shared/states/way-in-fault.ts';
import type { Heartbeat } from '@coinslot/shared/worker-messages/heartbeat.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../../database/db.ts';
import { PgTimestamp } from '../../../database/pg-types.ts';
import { idleWarningMs } from './idle-warning.ts';

/** A check that says something new of its machine: it fails, or it answers after it had failed or was never checked. */
export const StoredCheck = z.object({
  machineId: z.uuid(),
  at: PgTimestamp,
  ok: z.boolean(),
  detail: z.string().nullable(),
  /** In a row, this one counted. */
  failures: z.int(),
  degradedSince: PgTimestamp.nullable(),
  hasWayIn: z.boolean(),
});
export type StoredCheck = z.infer<typeof StoredCheck>;

/** Longer ago than any machine lives: what a clock gone wrong says must still be a time that can be stored. */
const agoMaxMs = 31 * 24 * 3_600_000;

/** Two answers of a lab about the same last use may differ by this much. */
const sameUseSeconds = 5;

/**
 * Stores the checks of a heartbeat that are new, and since when each machine is idle, all in one statement. Nothing counts from before the machine was ready. A
 * machine whose row somebody else holds just now is left for the next heartbeat, which says the same again. While a restart runs nothing is counted.
 */
export async function storeChecks(
  tx: Tx,
  { workerId, holds }: { workerId: string; holds: Heartbeat['holds'] },
): Promise<StoredCheck[]> {
  const told = holds.map(({ machineId, epoch, health, idleForMs }) => ({
    machineId,
    epoch,
    idleForMs: idleForMs === null ? null : Math.min(idleForMs, agoMaxMs),
    ...(health && {
      n: health.n,
      ok: health.ok,
      latencyMs: health.latencyMs,
      agoMs: Math.min(health.agoMs, agoMaxMs),
      detail: health.fault === null ? null : wayInFaults[health.fault],
    }),
  }));
  return await readRows(
    tx,
    StoredCheck,
    sql`
      with told as (
        select t."machineId" as machine_id, t.epoch, t.n, t.ok, t."latencyMs" as latency_ms, t.detail,
          now() - t."agoMs" * interval '1 millisecond' as at,
          t."idleForMs" as idle_ms,
          case when t."idleForMs" > 0 then now() - t."idleForMs" * interval '1 millisecond' end as idle_since
        from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as t(
          "machineId" uuid, epoch integer, n integer, "agoMs" double precision, ok boolean, "latencyMs" integer,
          detail text, "idleForMs" double precision
        )
      ), heard as (
        select m.id, t.epoch, t.n, greatest(t.at, m.ready_at) as at, t.ok, t.latency_ms, t.detail, t.idle_ms,
          case when m.idle_minutes is not null then i.since end as idle_since,
          t.n is not null and (t.epoch, t.n) is distinct from (m.health_epoch, m.health_n) as is_new,
          m.health_ok as was_ok, m.health_failures as failures, m.degraded_since
        from told t
        join leases l on l.machine_id = t.machine_id and l.worker_id = ${workerId} and l.epoch = t.epoch
          and l.released_at is null
        join machines m on m.id = t.machine_id
        cross join lateral (
          select case when t.idle_since is not null then greatest(t.idle_since, m.ready_at) end as since
        ) i
        where m.state = 'ready'
          and not exists (select 1 from machine_restarts r where r.machine_id = m.id and r.state = 'pending')
          and (
            (t.n is not null and (t.epoch, t.n) is distinct from (m.health_epoch, m.health_n))
            or (m.idle_minutes is not null and (
              (i.since is null) <> (m.idle_since is null)
              or abs(extract(epoch from i.since - m.idle_since)) > ${sameUseSeconds}
            ))
          )
        for update of m skip locked
      ), noted as (
        update machines m set
          health_epoch = case when h.is_new then h.epoch else m.health_epoch end,
          health_n = case when h.is_new then h.n else m.health_n end,
          health_checked_at = case when h.is_new then h.at else m.health_checked_at end,
          health_ok = case when h.is_new then h.ok else m.health_ok end,
          health_failures = case when not h.is_new then m.health_failures when h.ok then 0 else m.health_failures + 1 end,
          idle_since = h.idle_since,
          -- What is used though nobody new can reach it is not paid back.
          used_at = case when h.idle_ms = 0 and m.degraded_since is not null then now() else m.used_at end,
          idle_warned = m.idle_warned and (h.idle_ms is null or h.idle_ms >= m.idle_minutes * 60000 - ${idleWarningMs})
        from heard h where m.id = h.id
        returning m.id, m.health_failures
      ), kept as (
        insert into machine_health (machine_id, at, ok, latency_ms, detail)
        select id, at, ok, latency_ms, detail from heard where is_new
        on conflict do nothing
      )
      select h.id as "machineId", h.at, h.ok, h.detail, n.health_failures as failures, h.degraded_since as "degradedSince",
        exists (select 1 from endpoints e where e.machine_id = h.id and e.closed_at is null) as "hasWayIn"
      from heard h join noted n on n.id = h.id
      where h.is_new and (not h.ok or h.was_ok is distinct from true or h.degraded_since is not null)
    `,
  );
}
