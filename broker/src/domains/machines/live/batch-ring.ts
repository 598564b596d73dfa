import type { LiveCursor } from '@coinslot/shared/live-events/live-frame.ts';
import type { EncodedFrames } from '../../../live/encode-frames.ts';

/** What one round of a feed found, written out once for everybody. */
export interface FeedBatch {
  frames: EncodedFrames;
  /** Where a watcher stands that has taken it. */
  after: LiveCursor;
  /** Which look of the machine a watcher has that has taken it. */
  revision: number;
}

/**
 * The batches sent last, by number, for watchers that are a little behind. Numbers go from `start` to just before `end` and never
 * come twice.
 */
export interface BatchRing {
  readonly start: number;
  readonly end: number;
  at(number: number): FeedBatch | undefined;
  push(batch: FeedBatch): void;
  /** Lets go what comes before `needed`, and the oldest as long as all are more than the bytes allowed. The newest stays. */
  trim(needed: number): void;
}

export function createBatchRing(bytesMax: number): BatchRing {
  let batches: FeedBatch[] = [];
  let start = 0;
  let bytes = 0;
  return {
    get start() {
      return start;
    },
    get end() {
      return start + batches.length;
    },
    at: (number) => batches[number - start],
    push(batch) {
      batches.push(batch);
      bytes += batch.frames.bytes;
    },
    trim(needed) {
      let gone = 0;
      while (gone < batches.length) {
        const tooMuch = bytes > bytesMax && gone < batches.length - 1;
        if (start + gone >= needed && !tooMuch) break;
        bytes -= batches[gone]?.frames.bytes ?? 0;
        gone += 1;
      }
      batches = batches.slice(gone);
      start += gone;
    },
  };
}
