import { liveCloseCodes } from '@coinslot/shared/live-events/live-frame.ts';
import type { Permission } from '@coinslot/shared/permissions.ts';
import type { BrokerContext } from '../context.ts';
import { type EncodedFrames, encodeFrames } from './encode-frames.ts';
import type { LiveSink } from './live-sink.ts';

/** Who sits at the other end, as the guard found him. */
export interface WatcherIdentity {
  sessionId: string;
  /** The permission without which he may not go on watching. */
  needs: Permission | null;
}

/** Why we end it. `flood`: the page talks and talks. */
export type WatchEnd = keyof typeof liveCloseCodes | 'flood';

/** One page that watches something. At most one batch of frames waits for it in memory. */
export interface LiveWatcher {
  readonly isOpen: boolean;
  /** False from the moment it was sent something until its socket has taken it. */
  readonly isFree: boolean;
  /** The cursor of the last frame it was sent; before the first, the one that it came with. */
  readonly lastId: string;
  readonly unsentBytes: number;
  /** Only while it is free. */
  send(frames: EncodedFrames): void;
  /** Runs each time it has become free. */
  onFree(act: () => void): void;
  /** Runs once, when it is gone. */
  onClosed(act: () => void): void;
  /** Tells the page why, and closes. */
  end(reason: WatchEnd): void;
}

/** A watcher and what its keeper knows of it. */
export interface Admitted {
  watcher: LiveWatcher;
  sink: LiveSink;
  who: WatcherIdentity;
  busySince: number | null;
  keepAliveAt: number;
}

/** Binds a connection to what is sent to it. `cursor` is where the page says that it stands: told to come back at once, it must not lose its place. */
export function admitWatcher(
  ctx: Pick<BrokerContext, 'config' | 'metrics'>,
  sink: LiveSink,
  who: WatcherIdentity,
  cursor = '',
): Admitted {
  const atFree: (() => void)[] = [];
  const atClosed: (() => void)[] = [];
  let isOpen = true;
  let ended = false;
  let lastId = cursor;

  function taken(): void {
    admitted.busySince = null;
    if (isOpen && !ended) for (const act of atFree) act();
  }

  const watcher: LiveWatcher = {
    get isOpen() {
      return isOpen && !ended;
    },
    get isFree() {
      return isOpen && !ended && admitted.busySince === null;
    },
    get lastId() {
      return lastId;
    },
    get unsentBytes() {
      return sink.unsentBytes;
    },
    send(frames) {
      if (!isOpen || ended) return;
      admitted.busySince = performance.now();
      lastId = frames.lastId;
      ctx.metrics.liveFrames.inc(frames.count);
      ctx.metrics.liveBytes.inc(frames.bytes);
      sink.write(frames.piecesFor(sink.transport), taken);
    },
    onFree(act) {
      atFree.push(act);
    },
    onClosed(act) {
      if (isOpen) atClosed.push(act);
      else act();
    },
    end(reason) {
      if (!isOpen || ended) return;
      ended = true;
      sink.close(lastWords(reason, lastId, sink.transport), closingOf(reason));
    },
  };
  const admitted: Admitted = {
    watcher,
    sink,
    who,
    busySince: null,
    keepAliveAt: performance.now() + ctx.config.live.keepAliveMs,
  };
  sink.onClosed(() => {
    isOpen = false;
    for (const act of atClosed) act();
  });
  sink.onFlood(() => watcher.end('flood'));
  return admitted;
}

const policyViolation = 1008;

function closingOf(reason: WatchEnd) {
  return { code: reason === 'flood' ? policyViolation : liveCloseCodes[reason].code, text: reason };
}

// A page over SSE learns it by a frame, for it sees no code; one over WebSocket gets both.
const frames = {
  final: { event: 'end', reason: 'final' },
  signedOut: { event: 'end', reason: 'signed_out' },
  restart: { event: 'end', reason: 'restart' },
  slowReader: { event: 'gap', reason: 'slow_reader' },
} as const satisfies Partial<Record<WatchEnd, { event: string; reason: string }>>;

function lastWords(reason: WatchEnd, id: string, transport: LiveSink['transport']): readonly Buffer[] {
  if (!(reason in frames)) return [];
  const { event, ...data } = frames[reason as keyof typeof frames];
  return encodeFrames([{ event, id, data }]).piecesFor(transport);
}
