import type { Machine } from '@coinslot/shared/http/machines.ts';
import { endReasons } from '@coinslot/shared/states/end-reason.ts';
import type { MachineState } from '@coinslot/shared/states/machine.ts';
import type { BadgeTone } from '../../ui/badge.tsx';
import { describePlace } from './describe-queue.ts';

export const stateLabels = {
  queued: 'Waiting',
  assigned: 'Starting',
  provisioning: 'Being set up',
  ready: 'Ready',
  stopping: 'Stopping',
  stopped: 'Ended',
  failed: 'Failed',
} as const satisfies Record<MachineState, string>;

export const stateTones = {
  queued: 'coin',
  assigned: 'busy',
  provisioning: 'busy',
  ready: 'ok',
  stopping: 'busy',
  stopped: 'neutral',
  failed: 'bad',
} as const satisfies Record<MachineState, BadgeTone>;

/** The state in one plain sentence. */
export function headline(machine: Machine): string {
  switch (machine.state) {
    case 'queued':
      return machine.queue
        ? `Waiting for a free place: ${describePlace(machine.queue)}`
        : 'Waiting for a free place';
    case 'assigned':
      return 'A worker has taken it on';
    case 'provisioning':
      return 'Your machine is being set up';
    case 'ready':
      return describeReady(machine);
    case 'stopping':
      return 'Your machine is being stopped';
    case 'stopped':
      return machine.endReason === 'cancelled' ? 'Cancelled' : 'Your machine has ended';
    case 'failed':
      return 'This machine did not work out';
  }
}

function describeReady({ restart, health }: Machine): string {
  if (restart.pendingSince) return 'Your machine is restarting';
  return health?.state === 'degraded' ? 'Your machine does not answer' : 'Your machine is ready';
}

/** How long it was bought for in minutes: with what was added, once it is ready. */
export function boughtMinutes({ readyAt, expiresAt, durationMinutes }: Machine): number {
  if (readyAt === null || expiresAt === null) return durationMinutes;
  return Math.round((new Date(expiresAt).getTime() - new Date(readyAt).getTime()) / 60_000);
}

/** Why it ended, as sentences; the detail adds what the reason alone does not say. */
export function describeEnd(machine: Pick<Machine, 'endReason' | 'endDetail'>): string {
  const reason = machine.endReason ? endReasons[machine.endReason].text : 'It has ended.';
  if (!machine.endDetail || machine.endDetail === reason) return reason;
  return `${reason} ${machine.endDetail}`;
}
