import type { Machine } from '@coinslot/shared/http/machines.ts';
import { type LiveFrameName, liveFrames } from '@coinslot/shared/live-events/live-frame.ts';
import type { LogChunk } from '@coinslot/shared/live-events/log-line.ts';
import type { MachineEvent } from '@coinslot/shared/live-events/machine-event.ts';
import type { z } from 'zod';

/**
 * connecting ─▶ live ⇄ reconnecting ─▶ polling (asks every 5 s, and tries the stream again from time to time)
 * live ⇄ paused (the tab was hidden for long) and live ─▶ ended (nothing more will come).
 */
export type LiveStatus = 'connecting' | 'live' | 'reconnecting' | 'polling' | 'paused' | 'ended';

export type LiveHandlers = {
  onStatus: (status: LiveStatus) => void;
  onMachine: (machine: Machine) => void;
  onEvent: (event: MachineEvent) => void;
  onLog: (chunks: readonly LogChunk[]) => void;
  onSignedOut: () => void;
  /** Called at once and every 5 s while the stream does not work. */
  onPoll: () => void;
};

const failuresUntilPolling = 3;
const pollMs = 5000;
const streamAgainMs = 30_000;
const hiddenUntilPausedMs = 60_000;
const reopenMinMs = 500;
const reopenMaxMs = 8000;

/**
 * Watches one machine over SSE until the returned function is called. The browser itself reconnects a stream that was
 * cut and sends Last-Event-ID; a stream that was refused or paused is opened again here, after the last frame that came.
 */
export function watchMachine(path: string, handlers: LiveHandlers): () => void {
  let source: EventSource | null = null;
  let failures = 0;
  let over = false;
  let cursor = '';
  let reopenTimer: ReturnType<typeof setTimeout> | undefined;
  let pollTimer: ReturnType<typeof setInterval> | undefined;
  let hiddenTimer: ReturnType<typeof setTimeout> | undefined;

  function open(): void {
    close();
    const stream = new EventSource(cursor ? `${path}?after=${encodeURIComponent(cursor)}` : path);
    source = stream;
    stream.addEventListener('open', () => {
      clearInterval(pollTimer);
      pollTimer = undefined;
      handlers.onStatus('live');
    });
    stream.addEventListener('error', () => noteFailure(stream));
    listen(stream, 'machine', handlers.onMachine);
    listen(stream, 'event', handlers.onEvent);
    listen(stream, 'log', (frame) => handlers.onLog(frame.chunks));
    listen(stream, 'end', (frame) => end(frame.reason));
  }

  function listen<Name extends LiveFrameName>(
    stream: EventSource,
    name: Name,
    take: (frame: z.infer<(typeof liveFrames)[Name]>) => void,
  ): void {
    stream.addEventListener(name, (message: MessageEvent<string>) => {
      const frame = parseFrame(name, message.data);
      if (frame === null) return startPolling();
      failures = 0;
      take(frame);
      cursor = message.lastEventId;
    });
  }

  function noteFailure(stream: EventSource): void {
    if (over || stream !== source) return;
    failures += 1;
    if (failures >= failuresUntilPolling) return startPolling();
    handlers.onStatus('reconnecting');
    if (stream.readyState === EventSource.CLOSED)
      reopenIn(Math.min(reopenMinMs * 2 ** failures, reopenMaxMs));
  }

  function startPolling(): void {
    if (over) return;
    close();
    handlers.onStatus('polling');
    if (pollTimer === undefined) {
      pollTimer = setInterval(handlers.onPoll, pollMs);
      handlers.onPoll();
    }
    reopenIn(streamAgainMs);
  }

  function reopenIn(delayMs: number): void {
    clearTimeout(reopenTimer);
    // Spread over half the delay, or every page would come back in the same moment after a restart.
    reopenTimer = setTimeout(open, delayMs * (1 + Math.random() / 2));
  }

  function end(reason: 'final' | 'signed_out' | 'restart'): void {
    if (reason === 'restart') return handlers.onStatus('reconnecting');
    stop();
    handlers.onStatus('ended');
    if (reason === 'signed_out') handlers.onSignedOut();
  }

  function noteVisibility(): void {
    clearTimeout(hiddenTimer);
    if (over) return;
    if (document.hidden) {
      hiddenTimer = setTimeout(pause, hiddenUntilPausedMs);
    } else if (source === null && pollTimer === undefined) {
      handlers.onStatus('connecting');
      open();
    }
  }

  function pause(): void {
    close();
    clearInterval(pollTimer);
    pollTimer = undefined;
    handlers.onStatus('paused');
  }

  function close(): void {
    clearTimeout(reopenTimer);
    source?.close();
    source = null;
  }

  function stop(): void {
    over = true;
    close();
    clearInterval(pollTimer);
    clearTimeout(hiddenTimer);
    document.removeEventListener('visibilitychange', noteVisibility);
  }

  document.addEventListener('visibilitychange', noteVisibility);
  handlers.onStatus('connecting');
  open();
  return stop;
}

/** A frame that breaks its contract is null; the page then falls back to asking. */
function parseFrame<Name extends LiveFrameName>(
  name: Name,
  data: string,
): z.infer<(typeof liveFrames)[Name]> | null {
  try {
    const parsed = liveFrames[name].safeParse(JSON.parse(data));
    return parsed.success ? (parsed.data as z.infer<(typeof liveFrames)[Name]>) : null;
  } catch {
    return null;
  }
}
