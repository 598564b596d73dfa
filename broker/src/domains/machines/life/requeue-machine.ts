import { type ProvisionFailure, provisionFailures } from '@coinslot/shared/states/provision-failure.ts';
import { sql } from 'drizzle-orm';
import type { BrokerContext } from '../../../context.ts';
import type { Tx } from '../../../database/db.ts';
import { countLostLeases } from '../../leases/index.ts';
import { forgetNeed } from '../operator/forget-need.ts';
import { appendEvent } from './append-event.ts';
import { endLockedMachine } from './end-machine.ts';
import { freeSeat } from './let-go.ts';
import { type LockedMachine, lockMachine } from './lock-machine.ts';
import { markLabSessionUnknown } from './raise-epoch.ts';

/**
 * `worker_lost`: its worker vanished (also: was revoked or started anew). `not_accepted`: the worker did not take it in time.
 * `worker_failed`: the worker gave up after its own tries.
 */
export type RequeueReason = 'worker_lost' | 'not_accepted' | 'worker_failed';

/**
 * `assigned | provisioning → queued`, for another lease. The caller has released the lease before, but for `worker_failed`,
 * where it stays (with the goal `end`) while a lab session is open. A machine that lost too many workers ends with a full
 * refund instead.
 *
 * @returns `requeued`, `ended`, or `unchanged` when the machine was not being prepared
 */
export async function requeueMachine(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'config' | 'metrics'>,
  machineId: string,
  why: RequeueReason,
  failure: ProvisionFailure | null = null,
): Promise<'requeued' | 'ended' | 'unchanged'> {
  const machine = await lockMachine(tx, machineId);
  if (!machine || (machine.state !== 'assigned' && machine.state !== 'provisioning')) return 'unchanged';
  if (why === 'worker_lost') {
    await markLabSessionUnknown(tx, machineId);
    if ((await countLostLeases(tx, machineId)) > ctx.config.machines.workerLostRetriesMax) {
      await endLockedMachine(tx, ctx, machine, { reason: 'worker_lost', actor: 'system' });
      return 'ended';
    }
  }
  await moveToQueue(tx, ctx, machine, why, failure);
  return 'requeued';
}

async function moveToQueue(
  tx: Tx,
  ctx: Pick<BrokerContext, 'bus' | 'metrics'>,
  machine: LockedMachine,
  why: RequeueReason,
  failure: ProvisionFailure | null,
): Promise<void> {
  const attempt = why === 'not_accepted' ? machine.attempt : machine.attempt + 1;
  await tx.execute(sql`
    update machines set
      state = 'queued', attempt = ${attempt}, operator_paused = false,
      not_before = case when ${why} = 'worker_failed' then now() + ${pauseMs} * interval '1 millisecond' end
    where id = ${machine.id}
  `);
  await forgetNeed(tx, machine.id);
  await appendEvent(tx, ctx, machine.id, {
    kind: 'state',
    from: machine.state,
    to: 'queued',
    reason: null,
  });
  await appendEvent(tx, ctx, machine.id, {
    kind: 'retry',
    attempt,
    failure,
    text: failure === null ? requeueTexts[why] : provisionFailures[failure].text,
  });
  if (machine.openLabSession === null) await freeSeat(tx, ctx, machine);
  tx.afterCommit(() => ctx.bus.emit('queue_changed', {}));
}

/** What made a worker give up (a slow page, a lab that starts anew) needs a moment to pass. */
const pauseMs = 5_000;

const requeueTexts = {
  worker_lost: 'We lost the worker that prepared this machine; another one takes over.',
  not_accepted: 'The worker did not answer; another one is asked.',
  worker_failed: 'The worker could not prepare it; it is tried again.',
} as const satisfies Record<RequeueReason, string>;
