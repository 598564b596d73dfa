import type { QueuePlace } from '@coinslot/shared/http/machines.ts';
import { queueBlocks } from '@coinslot/shared/states/queue-block.ts';
import { formatAtLeast, formatOrdinal, formatWait } from '../../lib/format.ts';

/** The place in words: `3rd of 7`. */
export function describePlace({ position, of }: QueuePlace): string {
  return `${formatOrdinal(position)} of ${of}`;
}

/** When it is ready, or what stands in the way, as one sentence. */
export function describeWait({ blocked, wait }: QueuePlace): string {
  if (blocked) return queueBlocks[blocked];
  if (wait === null)
    return 'How long it takes cannot be told yet: too little was measured, or nothing there ends by itself.';
  return wait.givesUpAfterSeconds === null
    ? `Ready in ${formatWait(wait)}.`
    : `Probably not before ${formatAtLeast(wait.fromSeconds)}: longer than anybody waits.`;
}
