import type { BrokerContext } from '../context.ts';
import type { LiveSink } from './live-sink.ts';
import { type Admitted, admitWatcher, type LiveWatcher, type WatcherIdentity } from './live-watcher.ts';
import { createStreamPlaces, type StreamPlaces } from './stream-places.ts';
import { type ReadOpenSessions, watchSessions } from './watch-sessions.ts';

export interface LiveWatchers {
  /** True once the broker stops: nobody is let in. */
  readonly isClosing: boolean;
  readonly places: StreamPlaces;
  /** Takes a connection in, and looks after its life from here on: session, silence, stalling, floods, restart. */
  admit(sink: LiveSink, who: WatcherIdentity, cursor?: string): LiveWatcher;
  /** Tells everybody to come back later, and waits until they are gone. */
  close(): Promise<void>;
}

/** How often stalls and silence are looked for. */
const sweepEveryMs = 1_000;

/** All pages that watch anything live in this process. */
export function openLiveWatchers(
  ctx: Pick<BrokerContext, 'bus' | 'config' | 'log' | 'metrics'>,
  readOpenSessions: ReadOpenSessions,
): LiveWatchers {
  const open = new Set<Admitted>();
  const { keepAliveMs, stallMs, streamsPerMemberMax } = ctx.config.live;
  let isClosing = false;
  const sessions = watchSessions(ctx, readOpenSessions, {
    list: () => Array.from(open, ({ who }) => who.sessionId),
    apply: (found) => {
      for (const { watcher, who } of open) {
        // Who came while the question was under way was not asked for.
        const permissions = found.get(who.sessionId);
        if (permissions === null) watcher.end('signedOut');
        else if (permissions && who.needs !== null && !permissions.has(who.needs)) watcher.end('forbidden');
      }
    },
  });
  const sweepTimer = setInterval(sweep, Math.min(sweepEveryMs, stallMs / 4));

  function sweep(): void {
    const now = performance.now();
    for (const admitted of open) {
      if (!admitted.watcher.isOpen) continue;
      if (admitted.busySince !== null) {
        if (now - admitted.busySince < stallMs) continue;
        ctx.metrics.liveSlowReaders.inc();
        admitted.watcher.end('slowReader');
      } else if (now >= admitted.keepAliveAt) {
        admitted.keepAliveAt = now + keepAliveMs;
        admitted.sink.keepAlive();
      }
    }
  }

  return {
    places: createStreamPlaces(streamsPerMemberMax),
    get isClosing() {
      return isClosing;
    },
    admit(sink, who, cursor) {
      const admitted = admitWatcher(ctx, sink, who, cursor);
      const { watcher } = admitted;
      open.add(admitted);
      ctx.metrics.liveWatchers.inc({ transport: sink.transport });
      watcher.onClosed(() => {
        open.delete(admitted);
        ctx.metrics.liveWatchers.dec({ transport: sink.transport });
      });
      if (isClosing) watcher.end('restart');
      return watcher;
    },
    async close() {
      isClosing = true;
      clearInterval(sweepTimer);
      await sessions.stop();
      const gone = Array.from(
        open,
        ({ watcher }) => new Promise<void>((resolve) => watcher.onClosed(resolve)),
      );
      for (const { watcher } of open) watcher.end('restart');
      await Promise.all(gone);
    },
  };
}
