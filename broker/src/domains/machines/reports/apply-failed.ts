import { provisionFailures } from '@coinslot/shared/states/provision-failure.ts';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { readRows, type Tx } from '../../../database/db.ts';
import { endLockedMachine } from '../life/end-machine.ts';
import { letGo } from '../life/let-go.ts';
import { requeueMachine } from '../life/requeue-machine.ts';
import { closeWhatFails } from './close-what-fails.ts';
import { applied, type ReportOutcome, type ReportScope } from './hold.ts';
import type { ReportOf } from './report-of.ts';

/**
 * The worker gives the goal `ready` up. Another lease tries once more when the failure allows it and time is left; otherwise
 * the machine fails and the coins go back. Failures that another try would only repeat close the seat or the lab.
 */
export async function applyFailed(
  tx: Tx,
  scope: ReportScope,
  body: ReportOf<'failed'>,
): Promise<ReportOutcome> {
  const { ctx, hold, machine } = scope;
  const { again, text } = provisionFailures[body.failure];
  if (machine.state === 'ready') return giveUpAdoption(tx, scope, body);
  if (machine.state !== 'assigned' && machine.state !== 'provisioning') return applied;

  // A canary tells how it is: no second worker makes it look better.
  if (again && machine.purpose !== 'canary' && (await mayTryAgain(tx, scope))) {
    await requeueMachine(tx, ctx, machine.id, 'worker_failed', body.failure);
    await tellGoalEnd(tx, scope);
    if (machine.openLabSession === null) await letGo(tx, ctx, { ...machine, seatId: null }, 'failed');
  } else {
    await endLockedMachine(tx, ctx, machine, {
      reason: 'provision_failed',
      failure: body.failure,
      detail: text,
      actor: `worker:${hold.workerId}`,
    });
  }
  // The seat's lock comes after the coins', as everywhere.
  await closeWhatFails(tx, scope, body);
  return applied;
}

/** A ready machine that its new worker could not take over, or lost, ends with a refund of the unused time. */
async function giveUpAdoption(
  tx: Tx,
  { ctx, hold, machine }: ReportScope,
  body: ReportOf<'failed'>,
): Promise<ReportOutcome> {
  await endLockedMachine(tx, ctx, machine, {
    reason: body.failure === 'machine_lost' ? 'lab_ended' : 'worker_lost',
    failure: body.failure,
    detail: provisionFailures[body.failure].text,
    actor: `worker:${hold.workerId}`,
  });
  return applied;
}

/** True while the time for preparing lasts and fewer leases than allowed, this one counted, gave up. */
async function mayTryAgain(tx: Tx, { ctx, machine }: ReportScope): Promise<boolean> {
  const rows = await readRows(
    tx,
    z.object({ failed: z.int(), inTime: z.boolean() }),
    sql`
      select
        (select count(*) from leases where machine_id = ${machine.id} and release_reason = 'failed') as failed,
        coalesce(provision_deadline_at > now(), true) as "inTime"
      from machines where id = ${machine.id}
    `,
  );
  const row = rows[0];
  return row !== undefined && row.inTime && row.failed + 1 < ctx.config.machines.pageFaultLeasesMax;
}

async function tellGoalEnd(tx: Tx, { ctx, hold }: ReportScope): Promise<void> {
  tx.afterCommit(() => ctx.bus.emit('desired_changed', { workerId: hold.workerId }));
}
