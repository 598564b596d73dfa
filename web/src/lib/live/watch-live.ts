import { liveFrames } from '@coinslot/shared/live-events/live-frame.ts';
import type { z } from 'zod';
import { onServerBack } from '../connection-state.ts';
import { createTransportChoice, type LiveTransportName } from './choose-transport.ts';
import type { LiveEnding, OpenLiveTransport } from './live-transport.ts';
import { openEventSource } from './open-event-source.ts';
import { openSocket } from './open-socket.ts';

/**
 * connecting ─▶ live ⇄ reconnecting ─▶ polling (asks every 5 s, and tries the stream again from time to time)
 * live ⇄ paused (the tab was hidden for long) and live ─▶ ended (nothing more will come).
 */
export type LiveStatus = 'connecting' | 'live' | 'reconnecting' | 'polling' | 'paused' | 'ended';

type FrameSchemas = Record<string, z.ZodType>;

export type LiveWatch<Frames extends FrameSchemas> = {
  /** e.g. `/api/v1/machines/:id/live`. */
  path: string;
  /** False when the path answers WebSockets only. */
  hasEventStream: boolean;
  /** The frames that are looked at; all others are passed over. `end` is always understood. */
  frames: Frames;
  take: { [Name in keyof Frames]: (frame: z.infer<Frames[Name]>) => void };
  onStatus: (status: LiveStatus) => void;
  onSignedOut: () => void;
  /** Called at once and every 5 s while no stream works. */
  onPoll: () => void;
};

const failuresUntilPolling = 3;
const pollMs = 5000;
const streamAgainMs = 30_000;
const hiddenUntilPausedMs = 60_000;
const reopenMinMs = 500;
const reopenMaxMs = 8000;

const openers = { socket: openSocket, event_source: openEventSource } as const satisfies Record<
  LiveTransportName,
  OpenLiveTransport
>;
/** One for the tab: sockets are blocked for all its pages or for none. */
const choice = createTransportChoice();

/**
 * Watches a live path until the returned function is called: by WebSocket, by server-sent events where no socket opens,
 * by asking where neither does. A connection that broke is opened again behind the last frame that came, so nothing is
 * missed and nothing comes twice.
 */
export function watchLive<Frames extends FrameSchemas>(watch: LiveWatch<Frames>): () => void {
  const frames: FrameSchemas = { ...watch.frames, end: liveFrames.end };
  let connection: { close: () => void } | null = null;
  let everOpened = false;
  let isOpen = false;
  let failures = 0;
  let cursor = '';
  let reopenTimer: ReturnType<typeof setTimeout> | undefined;
  let pollTimer: ReturnType<typeof setInterval> | undefined;
  let hiddenTimer: ReturnType<typeof setTimeout> | undefined;

  function open(): void {
    close();
    const name = watch.hasEventStream ? choice.next() : 'socket';
    let opened = false;
    const path = cursor ? `${watch.path}?after=${encodeURIComponent(cursor)}` : watch.path;
    connection = openers[name](path, Object.keys(frames), {
      onOpen: () => {
        opened = true;
        isOpen = true;
        everOpened = true;
        choice.noteOpened(name);
        stopPolling();
        watch.onStatus('live');
      },
      onFrame: takeFrame,
      onGone: (ending) => {
        connection = null;
        isOpen = false;
        choice.noteGone(name, opened);
        noteGone(ending);
      },
    });
  }

  function takeFrame({ name, id, data }: { name: string; id: string; data: unknown }): void {
    const schema = frames[name];
    if (!schema) return;
    const parsed = schema.safeParse(data);
    // A frame that breaks its contract, as after an update of the server: asking still works, or says what is wrong.
    if (!parsed.success) return startPolling();
    failures = 0;
    if (id !== '') cursor = id;
    if (name === 'end') return takeEnd(parsed.data as z.infer<typeof liveFrames.end>);
    watch.take[name]?.(parsed.data as z.infer<Frames[string]>);
  }

  function takeEnd({ reason }: z.infer<typeof liveFrames.end>): void {
    // After a restart the connection ends by itself, and that is when this page comes back.
    if (reason === 'restart') return watch.onStatus('reconnecting');
    finish(reason === 'signed_out');
  }

  function noteGone({ comesBack, signedOut }: LiveEnding): void {
    if (!comesBack) return finish(signedOut);
    failures += 1;
    if (failures >= failuresUntilPolling) return startPolling();
    watch.onStatus(everOpened ? 'reconnecting' : 'connecting');
    reopenIn(Math.min(reopenMinMs * 2 ** (failures - 1), reopenMaxMs));
  }

  function startPolling(): void {
    close();
    watch.onStatus('polling');
    if (pollTimer === undefined) {
      pollTimer = setInterval(watch.onPoll, pollMs);
      watch.onPoll();
    }
    // One socket and one stream are tried before it goes on asking.
    failures = failuresUntilPolling - 2;
    reopenIn(streamAgainMs);
  }

  function reopenIn(delayMs: number): void {
    clearTimeout(reopenTimer);
    // Spread over half the delay, or every page would come back in the same moment after a restart.
    reopenTimer = setTimeout(open, delayMs * (1 + Math.random() / 2));
  }

  function finish(signedOut: boolean): void {
    stop();
    watch.onStatus('ended');
    if (signedOut) watch.onSignedOut();
  }

  function noteVisibility(): void {
    clearTimeout(hiddenTimer);
    if (document.hidden) {
      hiddenTimer = setTimeout(pause, hiddenUntilPausedMs);
    } else if (isPaused()) {
      watch.onStatus('connecting');
      open();
    }
  }

  function isPaused(): boolean {
    return connection === null && pollTimer === undefined && reopenTimer === undefined;
  }

  function pause(): void {
    close();
    stopPolling();
    watch.onStatus('paused');
  }

  /** A network that came back may be another one: what looks open may be dead. */
  function noteOnline(): void {
    if (!isPaused()) open();
  }

  /** The streams that failed while it was away say nothing of the next one. */
  function noteServerBack(): void {
    if (isOpen || isPaused()) return;
    failures = 0;
    reopenIn(reopenMinMs * Math.random());
  }

  function stopPolling(): void {
    clearInterval(pollTimer);
    pollTimer = undefined;
  }

  function close(): void {
    clearTimeout(reopenTimer);
    reopenTimer = undefined;
    connection?.close();
    connection = null;
    isOpen = false;
  }

  function stop(): void {
    close();
    stopPolling();
    clearTimeout(hiddenTimer);
    stopListening();
  }

  const stopListening = listen({ noteVisibility, noteOnline, noteServerBack });
  watch.onStatus('connecting');
  open();
  return stop;
}

function listen(to: {
  noteVisibility: () => void;
  noteOnline: () => void;
  noteServerBack: () => void;
}): () => void {
  document.addEventListener('visibilitychange', to.noteVisibility);
  window.addEventListener('online', to.noteOnline);
  const forgetServer = onServerBack(to.noteServerBack);
  return () => {
    document.removeEventListener('visibilitychange', to.noteVisibility);
    window.removeEventListener('online', to.noteOnline);
    forgetServer();
  };
}
