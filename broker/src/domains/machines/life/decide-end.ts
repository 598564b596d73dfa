import { type EndReason, endReasons } from '@coinslot/shared/states/end-reason.ts';
import type { MachineState } from '@coinslot/shared/states/machine.ts';

/**
 * Where a machine goes when its end is decided.
 *
 * Ends that are our or the lab's doing, and ends that show something went wrong, are `failed` at once. The others are
 * `stopped`; when the lab still runs something for it, they pass through `stopping` until the lab confirmed (or 30 s went by).
 */
export function decideEndState(
  reason: EndReason,
  machine: { state: MachineState; labSessionOpen: boolean },
): 'stopping' | 'stopped' | 'failed' {
  if (failing.has(reason)) return 'failed';
  return machine.labSessionOpen && machine.state !== 'queued' ? 'stopping' : 'stopped';
}

/** What happens to the coins: a charge that was never earned goes back whole, an early end may give unused time back. */
export type Settlement = 'release' | 'refund_unused' | 'keep';

export function decideSettlement(
  reason: EndReason,
  charge: { state: 'held' | 'captured' | 'released'; refundsUnusedOnStop: boolean; isDegraded: boolean },
): Settlement {
  if (charge.state === 'held') return 'release';
  if (charge.state === 'released') return 'keep';
  if (endReasons[reason].fault === 'house') return 'refund_unused';
  if (reason !== 'member_stopped') return 'keep';
  // One that nobody can reach is given up with a refund at its deadline: who stops it before loses nothing by it.
  return charge.refundsUnusedOnStop || charge.isDegraded ? 'refund_unused' : 'keep';
}

/**
 * In the member's favour, unless the member chose the moment, or may have: rounded up, the first minutes of every purchase would cost
 * nothing to who ends the machine in them.
 */
export function decideRounding(
  reason: EndReason,
  { memberCanEnd }: { memberCanEnd: boolean },
): 'up' | 'down' {
  return reason === 'member_stopped' || (reason === 'lab_ended' && memberCanEnd) ? 'down' : 'up';
}

const failing: ReadonlySet<EndReason> = new Set([
  'queue_timeout',
  'provision_timeout',
  'provision_failed',
  'lab_ended',
  'lab_disabled',
  'worker_lost',
  'drained',
]);
