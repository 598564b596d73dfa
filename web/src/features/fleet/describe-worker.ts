import type { Worker } from '@coinslot/shared/http/admin-workers.ts';
import type { WorkerLiveness, WorkerState } from '@coinslot/shared/states/worker.ts';
import type { BadgeTone } from '../../ui/badge.tsx';

type Look = { label: string; tone: BadgeTone };

export const livenessLooks = {
  connected: { label: 'Connected', tone: 'ok' },
  suspect: { label: 'Not heard of', tone: 'coin' },
  lost: { label: 'Lost', tone: 'bad' },
  never_seen: { label: 'Never seen', tone: 'neutral' },
} as const satisfies Record<WorkerLiveness, Look>;

export const workerStateLooks = {
  active: { label: 'Active', tone: 'neutral' },
  draining: { label: 'Draining', tone: 'busy' },
  drained: { label: 'Drained', tone: 'neutral' },
  revoked: { label: 'Revoked', tone: 'bad' },
  locked: { label: 'Locked', tone: 'bad' },
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
