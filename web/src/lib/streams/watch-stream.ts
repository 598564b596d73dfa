import { streamCloseCodes } from '@coinslot/shared/http/terminal.ts';
import { liveCloseCodes } from '@coinslot/shared/live-events/live-frame.ts';
import { z } from 'zod';
import { onServerBack } from '../connection-state.ts';
import { parseFrameData } from '../live/live-transport.ts';

/** connecting ─▶ open ⇄ cut (opened again by itself) ─▶ ended | too_many | signed_out | unreachable (nobody tries again by itself) */
export type StreamStatus =
  | 'connecting'
  | 'open'
  | 'cut'
  | 'ended'
  | 'too_many'
  | 'signed_out'
  | 'unreachable';

export type StreamWatch = {
  /** Path and query; asked anew for each opening. */
  path: () => string;
  onBytes: (bytes: Uint8Array) => void;
  /** A text frame, not checked yet; undefined when it was no JSON. */
  onText: (frame: unknown) => void;
  onStatus: (status: StreamStatus) => void;
};

export type Stream = {
  /** False when the line is not open: nothing was sent. */
  send: (frame: string | Uint8Array<ArrayBuffer>) => boolean;
  close: () => void;
};

const Fault = z.object({ type: z.literal('fault') });

const failuresUntilUnreachable = 6;
const reopenMinMs = 400;
const reopenMaxMs = 8000;

/**
 * A line of bytes and messages to the broker, opened again by itself when it was cut, until `close`. A browser does not tell why an
 * opening was refused, so after some in a row nobody tries again by itself, unless the whole server was away and is back.
 */
export function watchStream(watch: StreamWatch): Stream {
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let isWaiting = false;

  function open(): void {
    isWaiting = false;
    const address = new URL(watch.path(), location.href);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    const opened = new WebSocket(address);
    opened.binaryType = 'arraybuffer';
    socket = opened;
    opened.addEventListener('open', () => {
      if (socket === opened) watch.onStatus('open');
    });
    opened.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (socket !== opened) return;
      const frame = typeof data === 'string' ? parseFrameData(data) : undefined;
      // Told why there is none is no line, however well it was opened.
      if (!Fault.safeParse(frame).success) failures = 0;
      if (data instanceof ArrayBuffer) watch.onBytes(new Uint8Array(data));
      else if (typeof data === 'string') watch.onText(frame);
    });
    opened.addEventListener('close', ({ code }) => {
      if (socket === opened) noteGone(code);
    });
  }

  function noteGone(code: number): void {
    socket = null;
    const last = finalStatus(code);
    if (last) return watch.onStatus(last);
    isWaiting = true;
    failures += 1;
    if (failures >= failuresUntilUnreachable) return watch.onStatus('unreachable');
    watch.onStatus('cut');
    const delayMs = Math.min(reopenMinMs * 2 ** (failures - 1), reopenMaxMs);
    // Spread, or every page would come back in the same moment after a restart.
    timer = setTimeout(open, delayMs * (1 + Math.random() / 2));
  }

  const forget = onServerBack(() => {
    if (!isWaiting) return;
    failures = 0;
    clearTimeout(timer);
    timer = setTimeout(open, reopenMinMs * Math.random());
  });
  watch.onStatus('connecting');
  open();
  return {
    send: (frame) => {
      if (socket?.readyState !== WebSocket.OPEN) return false;
      socket.send(frame);
      return true;
    },
    close: () => {
      forget();
      clearTimeout(timer);
      const open = socket;
      socket = null;
      open?.close();
    },
  };
}

function finalStatus(code: number): StreamStatus | null {
  switch (code) {
    case streamCloseCodes.ended.code:
      return 'ended';
    case streamCloseCodes.tooMany.code:
      return 'too_many';
    case liveCloseCodes.signedOut.code:
      return 'signed_out';
    default:
      return null;
  }
}
