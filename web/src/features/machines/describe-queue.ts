import type { QueuePlace } from '@coinslot/shared/http/machines.ts';
import { queueBlocks } from '@coinslot/shared/states/queue-block.ts';
import { selectOrdinal, t } from '@lingui/core/macro';
import { formatAtLeast, formatWait } from '../../lib/format.ts';
import { sayContract } from '../../words/say.ts';

/** The place in words: `3rd of 7`. */
export function describePlace({ position, of }: QueuePlace): string {
  return t`${selectOrdinal(position, { one: '#st', two: '#nd', few: '#rd', other: '#th' })} of ${of}`;
}

/** When it is ready, or what stands in the way, as one sentence. */
export function describeWait({ blocked, wait }: QueuePlace): string {
  if (blocked) return sayContract(queueBlocks[blocked]);
  if (wait === null)
    return t`How long it takes cannot be told yet: too little was measured, or nothing there ends by itself.`;
  return wait.givesUpAfterSeconds === null
    ? t`Ready in ${formatWait(wait)}.`
    : t`Probably not before ${formatAtLeast(wait.fromSeconds)}: longer than anybody waits.`;
}
