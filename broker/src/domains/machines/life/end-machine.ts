import type { EndReason } from '@coinslot/shared/states/end-reason.ts';
import type { ProvisionFailure } from '@coinslot/shared/states/provision-failure.ts';
import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { lockHolder } from '../../leases/index.ts';
import { closeEndpoints } from '../endpoints/close-endpoints.ts';
import { forgetNeed } from '../operator/forget-need.ts';
import { decideRestart, readPendingRestart } from '../restart/pending-restart.ts';
import { appendEvent } from './append-event.ts';
import { countMissedWait } from './count-missed-wait.ts';
import { decideEndState } from './decide-end.ts';
import { letGo } from './let-go.ts';
import { type LockedMachine, lockMachine } from './lock-machine.ts';
import { observeProvisioning } from './observe-provisioning.ts';
import { releasePlaces } from './release-places.ts';
import { settleCharges } from './settle-charges.ts';
import { tellHolder } from './tell-holder.ts';
import { tellEnd } from './tell-owner.ts';

export interface End {
  reason: EndReason;
  /** A plain sentence for the member, when more is known than the reason says. */
  detail?: string | null;
  failure?: ProvisionFailure | null;
  /** Who did it, for the ledger: `member:<id>`, `admin:<id>`, `worker:<id>` or `system`. */
  actor: string;
}

/**
 * The one door by which a machine ends. First the ways in are closed, then the coins settled, then the places given back; the
 * lab's own end may follow later (the lease stays until then, its goal is now `end`).
 *
 * @returns false when an end was decided before: the first reason wins and nothing changes
 */
export async function endMachine(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'metrics'>,
  machineId: string,
  end: End,
): Promise<boolean> {
  const machine = await lockMachine(tx, machineId);
  return machine ? endLockedMachine(tx, ctx, machine, end) : false;
}

/** The same for a caller that holds the lock already. */
export async function endLockedMachine(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'metrics'>,
  machine: LockedMachine,
  end: End,
): Promise<boolean> {
  if (machine.endReason !== null) return false;
  await lockHolder(tx, machine.id);
  const to = decideEndState(end.reason, {
    state: machine.state,
    labSessionOpen: machine.openLabSession !== null,
  });
  const isFinal = to !== 'stopping';
  await tx.execute(sql`
    update machines set
      state = ${to}, end_reason = ${end.reason}, end_failure = ${end.failure ?? null}, end_detail = ${end.detail ?? null},
      stopping_at = case when ${isFinal}::boolean then stopping_at else now() end,
      ended_at = case when ${isFinal}::boolean then now() end
    where id = ${machine.id}
  `);
  await closeEndpoints(tx, machine.id);
  await forgetNeed(tx, machine.id);
  await dropRestart(tx, machine.id);
  await appendEvent(tx, ctx, machine.id, {
    kind: 'state',
    from: machine.state,
    to,
    reason: end.reason,
  });
  if (isFinal) await releasePlaces(tx, machine);
  const refunded = await settleCharges(tx, ctx, machine, end);
  await tellEnd(tx, ctx, machine, { reason: end.reason, detail: end.detail ?? null, refunded });
  await tellHolder(tx, ctx, machine.id);
  await letGo(tx, ctx, machine, 'ended');
  if (end.reason === 'queue_timeout') await countMissedWait(tx, ctx, machine.id);
  if (machine.purpose === 'canary') countCanary(tx, ctx, machine, end);
  if (to === 'failed') observeProvisioning(tx, ctx, machine, 'failed');
  tx.afterCommit(() => ctx.bus.emit('queue_changed', {}));
  return true;
}

function countCanary(
  tx: Tx,
  ctx: Pick<BrokerContext, 'metrics'>,
  { state }: LockedMachine,
  { reason }: End,
): void {
  const early = reason === 'queue_timeout' ? 'not_placed' : 'failed';
  tx.afterCommit(() => ctx.metrics.canaries.inc({ outcome: state === 'ready' ? 'ok' : early }));
}

/** A restart that waits for the lab has nothing to bring back any more. */
async function dropRestart(tx: Tx, machineId: string): Promise<void> {
  const pending = await readPendingRestart(tx, machineId);
  if (pending !== null) await decideRestart(tx, pending.id, { state: 'failed', detail: null });
}
