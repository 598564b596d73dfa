import type { StreamPurpose } from '@coinslot/shared/worker-messages/stream.ts';
import type { BrokerContext } from '../../../context.ts';
import type { WorkerDialler } from './dial-worker.ts';
import type { Lines } from './lines.ts';
import type { StreamHolder } from './read-stream-holder.ts';
import { StreamError } from './stream-error.ts';
import type { UseNotes } from './use-notes.ts';
import type { Visits } from './visits.ts';

/** What every route to a machine uses. */
export interface AccessParts {
  ctx: BrokerContext;
  lines: Lines;
  dialler: WorkerDialler;
  /** Streams of a machine that are about to be open: they count as well. */
  opening: Map<string, number>;
  uses: UseNotes;
  visits: Visits;
}

export type Held = StreamHolder & { workerId: string; epoch: number };

/** The protocol of the first workers that know streams. */
const streamProtocol = 3;

/** @throws StreamError when nothing of this kind can be opened to the machine now */
export function requireHeld(holder: StreamHolder, kind: StreamPurpose['kind']): Held {
  const { workerId, epoch } = holder;
  if (holder.hasEnded) throw new StreamError('ended');
  if (kind !== 'screen' && (holder.state !== 'ready' || !holder.hasWayIn)) throw new StreamError('not_ready');
  if (workerId === null || epoch === null || (holder.protocol ?? 0) < streamProtocol) {
    throw new StreamError('not_held');
  }
  return { ...holder, workerId, epoch };
}

/**
 * Runs `open` while a place of the machine is taken for it, in the same moment as it looks whether there is one.
 *
 * @throws StreamError `too_many`
 */
export async function withPlace<Value>(
  { lines, opening }: AccessParts,
  place: { machineId: string; kind: StreamPurpose['kind']; most: number },
  open: () => Promise<Value>,
): Promise<Value> {
  const key = `${place.kind} ${place.machineId}`;
  const before = opening.get(key) ?? 0;
  if (lines.of(place.machineId, place.kind).length + before >= place.most) throw new StreamError('too_many');
  opening.set(key, before + 1);
  try {
    return await open();
  } finally {
    const left = (opening.get(key) ?? 1) - 1;
    if (left > 0) opening.set(key, left);
    else opening.delete(key);
  }
}
