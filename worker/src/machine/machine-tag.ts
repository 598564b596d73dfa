import type { Assignment } from '@coinslot/shared/worker-messages/desired.ts';

/**
 * The label a lab session is started with, by which it is found again: `cs-<machine>-<epoch>-<attempt>`.
 * The id's end is taken: the beginning of a time-ordered id is the same for all machines of a minute.
 */
export function machineTag(
  { machineId, epoch }: Pick<Assignment, 'machineId' | 'epoch'>,
  attempt: number,
): string {
  return `cs-${machineId.replaceAll('-', '').slice(-8)}-${epoch}-${attempt}`;
}
