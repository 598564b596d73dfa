import type { Assignment } from '@coinslot/shared/worker-messages/desired.ts';

/**
 * The label a lab session is started with, by which it is found again: `cs-<machine>-<epoch>-<attempt>-<session>`.
 * The ids' ends are taken: the beginning of a time-ordered id is the same for all machines of a minute. The session's part
 * keeps two starts apart that have everything else in common, as after a fence.
 */
export function machineTag(
  { machineId, epoch }: Pick<Assignment, 'machineId' | 'epoch'>,
  attempt: number,
  labSessionId: string,
): string {
  return `cs-${endOf(machineId)}-${epoch}-${attempt}-${endOf(labSessionId)}`;
}

function endOf(id: string): string {
  return id.replaceAll('-', '').slice(-8);
}
