import type { EncodedFrames } from './encode-frames.ts';
import type { LiveWatcher } from './live-watcher.ts';

/**
 * Shows the newest of something to everybody who watches. Each state is written out once for all; who is still busy with an older
 * one skips to the newest when he is done, so that nobody holds more than one.
 */
export interface LatestBroadcast {
  readonly isWatched: boolean;
  /** Sends the newest at once, when there is one. A watcher leaves by closing. */
  join(watcher: LiveWatcher): void;
  publish(frames: EncodedFrames): void;
}

/** @param onWatched runs when the first watcher has come, so that nothing need be computed before */
export function createLatestBroadcast(onWatched: () => void = () => undefined): LatestBroadcast {
  const seen = new Map<LiveWatcher, EncodedFrames | null>();
  let newest: EncodedFrames | null = null;

  function show(watcher: LiveWatcher): void {
    if (newest === null || !watcher.isFree || seen.get(watcher) === newest) return;
    seen.set(watcher, newest);
    watcher.send(newest);
  }

  return {
    get isWatched() {
      return seen.size > 0;
    },
    join(watcher) {
      seen.set(watcher, null);
      watcher.onFree(() => show(watcher));
      watcher.onClosed(() => {
        seen.delete(watcher);
        // What nobody watched was not kept up to date.
        if (seen.size === 0) newest = null;
      });
      show(watcher);
      if (seen.size === 1) onWatched();
    },
    publish(frames) {
      newest = frames;
      for (const watcher of seen.keys()) show(watcher);
    },
  };
}
