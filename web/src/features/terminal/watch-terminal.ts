import { TerminalDown, type TerminalUp } from '@coinslot/shared/http/terminal.ts';
import type { StreamFault } from '@coinslot/shared/worker-messages/stream.ts';
import { type StreamStatus, watchStream } from '../../lib/streams/watch-stream.ts';

export type TerminalSize = { columns: number; rows: number };

/** What was said of a terminal's end. */
export type TerminalEnd = { kind: 'exit'; code: number | null } | { kind: 'fault'; fault: StreamFault };

export type TerminalWatch = {
  machineId: string;
  /** The terminal to come back to; null begins a new one. */
  terminalId: string | null;
  size: () => TerminalSize;
  onBytes: (bytes: Uint8Array) => void;
  /**
   * The terminal's id, at each opening. `isOther`: not the one that was asked for, which has ended. `isGap`: some of its bytes were lost.
   * `replayed`: so many of the next bytes were answered by another screen already.
   */
  onTerminal: (opened: { id: string; isOther: boolean; isGap: boolean; replayed: number }) => void;
  onEnd: (end: TerminalEnd) => void;
  onStatus: (status: StreamStatus) => void;
};

export type TerminalLine = {
  type: (text: string) => void;
  resize: (size: TerminalSize) => void;
  /** Ends the shell, too. */
  end: () => void;
  close: () => void;
};

const encoder = new TextEncoder();
/** A large paste goes in pieces: a frame of more than the broker reads at once would close the line. */
const pieceBytes = 65_536;

/**
 * The line to a machine's terminal. It counts the bytes that came, so that after a cut it goes on behind the last one: nothing is
 * missing on the screen and nothing stands there twice.
 */
export function watchTerminal(watch: TerminalWatch): TerminalLine {
  let terminalId = watch.terminalId;
  let received = 0;
  let exited = false;
  let fault: StreamFault | null = null;

  const stream = watchStream({
    path: () => {
      const { columns, rows } = watch.size();
      const query = new URLSearchParams({
        columns: String(columns),
        rows: String(rows),
        after: String(received),
      });
      if (terminalId !== null) query.set('terminal', terminalId);
      return `/api/v1/machines/${encodeURIComponent(watch.machineId)}/terminal?${query.toString()}`;
    },
    onBytes: (bytes) => {
      received += bytes.length;
      watch.onBytes(bytes);
    },
    onText: (frame) => {
      const message = TerminalDown.safeParse(frame);
      if (message.success) take(message.data);
    },
    onStatus: (status) => {
      // What was said of the end is better than that the line went with it. A fault may also pass: then the line is only cut.
      if (exited) return;
      if (status === 'ended' && fault) watch.onEnd({ kind: 'fault', fault });
      else watch.onStatus(status);
      fault = null;
    },
  });

  function take(message: TerminalDown): void {
    if (message.type === 'fault') {
      fault = message.fault;
      return;
    }
    if (message.type === 'exit') {
      exited = true;
      stream.close();
      watch.onEnd({ kind: 'exit', code: message.code });
      return;
    }
    const isOther = terminalId !== null && (message.isNew || message.id !== terminalId);
    // After a cut they are new to this screen; after a reload another one has shown them.
    const replayed = received === 0 && !message.isNew ? message.replayed : 0;
    watch.onTerminal({ id: message.id, isOther, isGap: !isOther && message.from > received, replayed });
    terminalId = message.id;
    received = message.from;
    // It may have been opened at another size than the window has by now.
    resize(watch.size());
  }

  function resize(size: TerminalSize): void {
    stream.send(JSON.stringify({ type: 'resize', ...size } satisfies TerminalUp));
  }

  function sendBytes(text: string): void {
    const bytes = encoder.encode(text);
    for (let at = 0; at < bytes.length; at += pieceBytes) stream.send(bytes.slice(at, at + pieceBytes));
  }

  return {
    type: sendBytes,
    resize,
    end: () => {
      stream.send(JSON.stringify({ type: 'close' } satisfies TerminalUp));
      stream.close();
    },
    close: stream.close,
  };
}
