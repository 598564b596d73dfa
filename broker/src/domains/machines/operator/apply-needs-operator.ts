import { failuresForOperators, provisionFailures } from '@coinslot/shared/states/provision-failure.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../../database/db.ts';
import { writeAudit } from '../../audit/index.ts';
import { tellOperator } from '../../outbox/index.ts';
import { tellChanged } from '../life/append-event.ts';
import { tellHolder } from '../life/tell-holder.ts';
import { beginProvisioning } from '../reports/begin-provisioning.ts';
import { applied, refused, type ReportOutcome, type ReportScope } from '../reports/hold.ts';
import type { ReportOf } from '../reports/report-of.ts';

/**
 * The worker keeps the lab's page open for a person of the operator's. The first time this gives the machine as much more time to be
 * prepared; later waits share what is left. At the deadline the worker goes on by itself and the step's failure counts as before.
 */
export async function applyNeedsOperator(
  tx: Tx,
  scope: ReportScope,
  body: ReportOf<'needs_operator'>,
): Promise<ReportOutcome> {
  const { ctx, hold, machine } = scope;
  if (!failuresForOperators.has(body.failure)) return refused(`nobody is asked to help with ${body.failure}`);
  if (machine.purpose === 'canary') return refused('nobody comes for a canary');
  if (!(await beginProvisioning(tx, scope))) return refused(`a ${machine.state} machine needs nobody's help`);
  const [waiting] = await readRows(
    tx,
    Waiting,
    sql`
      update machines m set
        operator_waited = true,
        provision_deadline_at = d.deadline_at,
        needs_operator_until = least(now() + d.wait, d.deadline_at),
        needs_operator_step = ${body.step}, needs_operator_failure = ${body.failure}, needs_operator_message = ${body.message}
      from (
        select k.id, w.wait,
          k.provision_deadline_at + case when k.operator_waited then interval '0' else w.wait end as deadline_at
        from machines k
        join labs l on l.id = k.lab_id
        -- What the worker was told, as long as the lab's setting still says so.
        cross join lateral (
          select least(${body.waitMs} * interval '1 millisecond', l.operator_wait_minutes * interval '1 minute') as wait
        ) w
        where k.id = ${machine.id}
      ) d
      where m.id = d.id and m.needs_operator_until is null
      returning (select l.name from labs l where l.id = m.lab_id) as "labName",
        round(extract(epoch from m.needs_operator_until - now()) * 1000)::integer as "waitMs"
    `,
  );
  // Said before: the same report twice has one effect.
  if (!waiting) return applied;
  const reason = provisionFailures[body.failure].text;
  await writeAudit(tx, {
    actor: { id: null, name: `worker ${hold.workerId}` },
    action: 'machine.needs_operator',
    targetKind: 'machine',
    targetId: machine.id,
    reason,
    after: { step: body.step, failure: body.failure, waitMs: waiting.waitMs },
  });
  await tellOperator(tx, ctx, 'needs_operator', {
    machineId: machine.id,
    machineName: machine.name,
    labName: waiting.labName,
    reason,
  });
  tellChanged(tx, ctx, machine.id);
  // Its time for preparing may have grown.
  await tellHolder(tx, ctx, machine.id);
  return applied;
}

const Waiting = z.object({ labName: z.string(), waitMs: z.int() });
