import type { LogChunk, LogSource } from '@coinslot/shared/live-events/log-line.ts';
import { type PlainText, createPlainText } from './plain-text.ts';

/** One shown line. `at` is the worker's clock when its first chunk came. */
export type LogLine = { text: string; source: LogSource; at: string };

export type LogBuffer = {
  append: (chunks: readonly LogChunk[]) => void;
  /** Position `epoch.seq` behind the newest chunk. */
  position: () => string;
  /** The same array until something was appended, so that React can compare it. */
  lines: () => readonly LogLine[];
  subscribe: (listener: () => void) => () => void;
};

/** A longer line is broken: one endless line would be laid out as a whole. */
const lineMaxLength = 4000;

/**
 * The log of one machine in lines. Chunks may come twice (a stream that was opened again starts from the beginning):
 * those at or before the newest position are dropped. Worker and machine write independently, each with its own open line.
 */
export function createLogBuffer(): LogBuffer {
  let lines: LogLine[] = [];
  let newest = { epoch: 0, seq: 0 };
  const cleaners: Record<LogSource, PlainText> = { worker: createPlainText(), machine: createPlainText() };
  const open: Record<LogSource, number | null> = { worker: null, machine: null };
  const listeners = new Set<() => void>();

  function append(chunks: readonly LogChunk[]): void {
    const fresh = chunks.filter((chunk) => isNewer(chunk, newest));
    if (fresh.length === 0) return;
    lines = lines.slice();
    for (const chunk of fresh) {
      if (!isNewer(chunk, newest)) continue;
      newest = { epoch: chunk.epoch, seq: chunk.seq };
      write(chunk);
    }
    for (const listener of listeners) listener();
  }

  function write(chunk: LogChunk): void {
    const pieces = cleaners[chunk.source].push(chunk.text).split('\n');
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) open[chunk.source] = null;
      const last = index === pieces.length - 1;
      if (last && piece === '') break;
      extend(piece, chunk);
    }
  }

  function extend(piece: string, { source, at }: LogChunk): void {
    const place = open[source];
    const line = place === null ? undefined : lines[place];
    const text = afterReturn((line?.text ?? '') + piece);
    if (line && place !== null && text.length <= lineMaxLength) {
      lines[place] = { ...line, text };
      return;
    }
    for (const part of cut(line ? piece : text)) lines.push({ text: part, source, at });
    open[source] = lines.length - 1;
  }

  return {
    append,
    position: () => `${newest.epoch}.${newest.seq}`,
    lines: () => lines,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function isNewer(chunk: { epoch: number; seq: number }, than: { epoch: number; seq: number }): boolean {
  return chunk.epoch > than.epoch || (chunk.epoch === than.epoch && chunk.seq > than.seq);
}

/** A carriage return starts the line again, as a progress bar wants; one at the end waits for what follows. */
function afterReturn(text: string): string {
  const trailing = text.endsWith('\r') ? '\r' : '';
  const body = trailing ? text.slice(0, -1) : text;
  return body.slice(body.lastIndexOf('\r') + 1) + trailing;
}

function cut(text: string): string[] {
  if (text.length <= lineMaxLength) return [text];
  const parts: string[] = [];
  for (let start = 0; start < text.length; start += lineMaxLength)
    parts.push(text.slice(start, start + lineMaxLength));
  return parts;
}
