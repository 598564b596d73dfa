import type { QueuePlace } from '@coinslot/shared/http/machines.ts';
import { queueBlocks } from '@coinslot/shared/states/queue-block.ts';
import { formatOrdinal, formatWait } from '../../lib/format.ts';

/** The place in words: `3rd of 7`. */
export function describePlace({ position, of }: QueuePlace): string {
  return `${formatOrdinal(position)} of ${of}`;
}

/** When it is ready, or what stands in the way, as one sentence. */
export function describeWait({ blocked, wait }: QueuePlace): string {
  if (blocked) return queueBlocks[blocked];
  if (wait === null) return 'How long it takes cannot be told yet: too little was measured.';
  return `Ready in ${formatWait(wait)}.`;
}
