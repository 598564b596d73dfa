import type { Worker } from '@coinslot/shared/http/admin-workers.ts';
import type { WorkerLiveness, WorkerState } from '@coinslot/shared/states/worker.ts';
import { protocolVersion } from '@coinslot/shared/worker-messages/version.ts';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { BadgeTone } from '../../ui/badge.tsx';

type Look = { label: MessageDescriptor; tone: BadgeTone };

export const livenessLooks = {
  connected: { label: msg`Connected`, tone: 'ok' },
  suspect: { label: msg`Not heard of`, tone: 'coin' },
  lost: { label: msg`Lost`, tone: 'bad' },
  never_seen: { label: msg`Never seen`, tone: 'neutral' },
} as const satisfies Record<WorkerLiveness, Look>;

export const workerStateLooks = {
  active: { label: msg`Active`, tone: 'neutral' },
  draining: { label: msg`Draining`, tone: 'busy' },
  drained: { label: msg`Drained`, tone: 'neutral' },
  revoked: { label: msg`Revoked`, tone: 'bad' },
  locked: { label: msg`Locked`, tone: 'bad' },
} as const satisfies Record<WorkerState, Look>;

/** What may be offered for a worker; the broker decides again. */
export function workerActs(worker: Worker): Record<'drain' | 'edit' | 'resume' | 'revoke', boolean> {
  return {
    edit: worker.state !== 'revoked' && worker.state !== 'locked',
    drain: worker.state === 'active',
    resume:
      worker.state === 'draining' ||
      worker.state === 'drained' ||
      (worker.state === 'active' && worker.failing !== null),
    revoke: worker.state !== 'revoked',
  };
}

/** It speaks the protocol before ours, which the broker serves as well; the one before that is refused. */
export function isOld({ protocol }: Pick<Worker, 'protocol'>): boolean {
  return protocol !== null && protocol < protocolVersion;
}
