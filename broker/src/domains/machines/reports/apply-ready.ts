import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { BrokerContext } from '../../../context.ts';
import { readRows, type Tx } from '../../../database/db.ts';
import { disableSeat, noteSeatWorked } from '../../labs/index.ts';
import { captureCharge } from '../../wallet/index.ts';
import { findKeptKey } from '../endpoints/find-kept-key.ts';
import { replaceEndpoints } from '../endpoints/replace-endpoints.ts';
import { recover } from '../health/recover.ts';
import { appendEvent } from '../life/append-event.ts';
import { endLockedMachine } from '../life/end-machine.ts';
import type { LockedMachine } from '../life/lock-machine.ts';
import { observeProvisioning } from '../life/observe-provisioning.ts';
import { tellReady } from '../life/tell-owner.ts';
import { forgetNeed } from '../operator/forget-need.ts';
import { readPendingRestart } from '../restart/pending-restart.ts';
import { applyFailed } from './apply-failed.ts';
import { beginProvisioning } from './begin-provisioning.ts';
import { applied, refused, type ReportOutcome, type ReportScope } from './hold.ts';
import type { ReportOf } from './report-of.ts';

/** A lab that ends the machine this much before the sold time is over did not give what was sold. */
const missingTimeAllowedMs = 60_000;

/**
 * The machine answers: the coins are earned and the sold time starts. From a machine that is ready already it is an adoption:
 * only the ways in are written anew, and one that could not be reached can be again.
 */
export async function applyReady(
  tx: Tx,
  scope: ReportScope,
  body: ReportOf<'ready'>,
): Promise<ReportOutcome> {
  const { ctx, hold, machine } = scope;
  if (machine.openLabSession === null) return refused('a machine without a lab session cannot be ready');
  if (machine.state === 'ready') {
    // While a restart runs the ways in stay closed: they are opened by what is reported of it.
    if ((await readPendingRestart(tx, machine.id)) !== null) return applied;
    await replaceEndpoints(tx, ctx, hold, body.endpoints);
    await recover(tx, ctx, machine);
    return applied;
  }
  if (!(await beginProvisioning(tx, scope))) return refused(`a ${machine.state} machine cannot become ready`);
  if (endsTooEarly(machine)) {
    return applyFailed(tx, scope, {
      kind: 'failed',
      failure: 'lab_error',
      message: 'The lab would end the machine before the sold time is over.',
      step: 'verify',
    });
  }
  if (await findKeptKey(tx, machine, body.endpoints)) return refuseKeptKey(tx, scope);
  await becomeReady(tx, machine);
  await forgetNeed(tx, machine.id);
  if (machine.purpose !== 'canary') await replaceEndpoints(tx, ctx, hold, body.endpoints);
  await appendEvent(tx, ctx, machine.id, { kind: 'state', from: 'provisioning', to: 'ready', reason: null });
  await earnCharge(tx, ctx, machine, `worker:${hold.workerId}`);
  await tellReady(tx, ctx, machine);
  observeProvisioning(tx, ctx, machine, 'ready');
  // The seat's lock comes after the coins', as everywhere.
  if (machine.seatId !== null)
    await noteSeatWorked(tx, ctx, { labId: machine.labId, seatId: machine.seatId });
  if (machine.purpose === 'canary') await endCanary(tx, scope);
  return applied;
}

/** Another seat may do; this one is a person's to clear. The seat's lock comes after the coins', as everywhere. */
async function refuseKeptKey(tx: Tx, scope: ReportScope): Promise<ReportOutcome> {
  const { ctx, machine } = scope;
  const message = 'The machine shows the host key of an earlier one: somebody has kept a way into it.';
  const failure = 'bootstrap_failed';
  const outcome = await applyFailed(tx, scope, { kind: 'failed', failure, message, step: 'bootstrap' });
  if (machine.seatId !== null) await disableSeat(tx, ctx, machine.seatId, `${failure}: ${message}`);
  ctx.log.warn(
    { machineId: machine.id, labId: machine.labId, seatId: machine.seatId },
    'a machine showed the host key of an earlier one, its seat was closed',
  );
  return outcome;
}

/** It has shown what it should. Nobody ever had its way in. */
async function endCanary(tx: Tx, { ctx, machine }: ReportScope): Promise<void> {
  await endLockedMachine(
    tx,
    ctx,
    { ...machine, state: 'ready' },
    { reason: 'admin_stopped', detail: 'The canary has done its work.', actor: 'system' },
  );
}

function endsTooEarly({ openLabSession, durationMinutes }: LockedMachine): boolean {
  const labLeftMs = openLabSession?.labLeftMs ?? null;
  return labLeftMs !== null && labLeftMs < durationMinutes * 60_000 - missingTimeAllowedMs;
}

/** The sold time starts now; it never outlasts what the lab gives. */
async function becomeReady(tx: Tx, machine: LockedMachine): Promise<void> {
  await tx.execute(sql`
    update machines set
      state = 'ready', ready_at = now(),
      expires_at = least(
        now() + duration_minutes * interval '1 minute',
        now() + max_life_minutes * interval '1 minute',
        now() + ${machine.openLabSession?.labLeftMs ?? null}::double precision * interval '1 millisecond'
      )
    where id = ${machine.id}
  `);
}

async function earnCharge(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus'>,
  machine: LockedMachine,
  actor: string,
): Promise<void> {
  const held = await readRows(
    tx,
    z.object({ id: z.uuid(), price: z.int() }),
    sql`select id, price from charges where machine_id = ${machine.id} and kind = 'purchase' and state = 'held'`,
  );
  for (const charge of held) {
    if (!(await captureCharge(tx, charge.id, actor))) continue;
    const facts = { state: 'captured', price: charge.price, refunded: 0 } as const;
    await appendEvent(tx, ctx, machine.id, { kind: 'charge', ...facts });
  }
}
