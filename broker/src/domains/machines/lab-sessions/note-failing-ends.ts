import { ProvisionFailure } from '@coinslot/shared/states/provision-failure.ts';
import type { Heartbeat } from '@coinslot/shared/worker-messages/heartbeat.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows } from '../../../database/db.ts';

/** How a holder's phase begins while it tries in vain to end what runs at the lab. */
const failingPhase = 'ending:';

/**
 * Notes what a heartbeat says of ends that fail: the failure and since when, forgotten as soon as the phase is another one. Only the
 * holder of the open lease is heard; a session whose row somebody else holds just now is left for the next heartbeat.
 */
export async function noteFailingEnds(
  { db, bus, log, metrics }: Pick<BrokerContext, 'db' | 'bus' | 'log' | 'metrics'>,
  { workerId, holds }: { workerId: string; holds: Heartbeat['holds'] },
): Promise<void> {
  if (holds.length === 0) return;
  const told = holds.map(({ machineId, epoch, phase }) => ({
    machineId,
    epoch,
    failure: readFailure(phase),
  }));
  try {
    const changed = await readRows(
      db,
      Changed,
      sql`
        with news as (
          select s.id, t.failure
          from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as t("machineId" uuid, epoch integer, failure text)
          join leases l on l.machine_id = t."machineId" and l.worker_id = ${workerId} and l.epoch = t.epoch
            and l.released_at is null
          join lab_sessions s on s.machine_id = t."machineId" and s.state <> 'ended'
            and s.end_failure is distinct from t.failure
          for update of s skip locked
        )
        update lab_sessions s set end_failure = n.failure,
          end_failing_since = case when n.failure is not null then coalesce(s.end_failing_since, now()) end
        from news n where s.id = n.id
        returning s.machine_id as "machineId", s.lab_id as "labId", s.end_failure as failure
      `,
    );
    for (const { machineId, labId, failure } of changed) {
      if (failure !== null) log.warn({ machineId, labId, failure }, 'a lab session cannot be ended');
      bus.emit('machine_changed', { machineId });
    }
  } catch (error) {
    metrics.faults.inc({ kind: 'failing_ends_not_noted' });
    log.error({ err: error, workerId }, 'what workers cannot end could not be noted');
  }
}

/** Null for every other phase; a failure of a newer worker that is not known here is one all the same. */
function readFailure(phase: string): ProvisionFailure | null {
  if (!phase.startsWith(failingPhase)) return null;
  return ProvisionFailure.catch('internal').parse(phase.slice(failingPhase.length));
}

const Changed = z.object({ machineId: z.uuid(), labId: z.uuid(), failure: z.string().nullable() });
