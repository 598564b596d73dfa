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

/** A worker may ask for a person's time up to this; the lab's own setting is what it was told. */
const waitMsMax = 60 * 60_000;

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
  if (!(await beginProvisioning(tx, scope))) return refused(`a ${machine.state} machine needs nobody's help`);
  const waitMs = Math.min(body.waitMs, waitMsMax);
  const [waiting] = await readRows(
    tx,
    Waiting,
    sql`
      update machines m set
        operator_waited = true,
        provision_deadline_at = d.deadline_at,
        needs_operator_until = least(now() + ${waitMs} * interval '1 millisecond', d.deadline_at),
        needs_operator_step = ${body.step}, needs_operator_failure = ${body.failure}, needs_operator_message = ${body.message}
      from (
        select k.id, k.provision_deadline_at
          + case when k.operator_waited then 0 else ${waitMs} end * interval '1 millisecond' as deadline_at
        from machines k where k.id = ${machine.id}
      ) d
      where m.id = d.id and m.needs_operator_until is null
      returning (select l.name from labs l where l.id = m.lab_id) as "labName"
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
    after: { step: body.step, failure: body.failure, waitMs },
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

const Waiting = z.object({ labName: z.string() });
