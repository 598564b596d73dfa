import type { Machine } from '@coinslot/shared/http/machines.ts';
import { endReasons } from '@coinslot/shared/states/end-reason.ts';
import type { MachineState } from '@coinslot/shared/states/machine.ts';
import type { MessageDescriptor } from '@lingui/core';
import { msg, t } from '@lingui/core/macro';
import type { BadgeTone } from '../../ui/badge.tsx';
import { sayContract } from '../../words/say.ts';
import { describePlace } from './describe-queue.ts';

export const stateLabels = {
  queued: msg`Waiting`,
  assigned: msg`Starting`,
  provisioning: msg`Being set up`,
  ready: msg`Ready`,
  stopping: msg`Stopping`,
  stopped: msg`Ended`,
  failed: msg`Failed`,
} satisfies Record<MachineState, MessageDescriptor>;

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
      if (machine.queue?.blocked === 'lab_silent') return t`Waiting for the lab to answer`;
      return machine.queue
        ? t`Waiting for a free place: ${describePlace(machine.queue)}`
        : t`Waiting for a free place`;
    case 'assigned':
      return t`A worker has taken it on`;
    case 'provisioning':
      return t`Your machine is being set up`;
    case 'ready':
      return describeReady(machine);
    case 'stopping':
      return t`Your machine is being stopped`;
    case 'stopped':
      return machine.endReason === 'cancelled' ? t`Cancelled` : t`Your machine has ended`;
    case 'failed':
      return machine.readyAt === null ? t`This machine did not work out` : t`This machine ended early`;
  }
}

function describeReady({ restart, health }: Machine): string {
  if (restart.pendingSince) return t`Your machine is restarting`;
  return health?.state === 'degraded' ? t`Your machine does not answer` : t`Your machine is ready`;
}

/** How long it was bought for in minutes: with what was added, once it is ready. */
export function boughtMinutes({ readyAt, expiresAt, durationMinutes }: Machine): number {
  if (readyAt === null || expiresAt === null) return durationMinutes;
  return Math.round((new Date(expiresAt).getTime() - new Date(readyAt).getTime()) / 60_000);
}

/** Why it ended, as sentences; the detail adds what the reason alone does not say. */
export function describeEnd(machine: Pick<Machine, 'endReason' | 'endDetail'>): string {
  const reason = machine.endReason ? sayContract(endReasons[machine.endReason].text) : t`It has ended.`;
  const detail = machine.endDetail ? sayContract(machine.endDetail) : reason;
  return detail === reason ? reason : `${reason} ${detail}`;
}
