import type { MessageReader, Piece } from '../proxy/carry.ts';
import type { Way } from '../proxy/proxy-state.ts';
import { createByteBuffer } from './byte-buffer.ts';

const headEnd = '\r\n\r\n';

export interface Asked {
  method: string;
  path: string;
}

/** Reads both sides of one HTTP/1.1 connection: each request whole before it goes on, and each answer by what was asked. */
export function readHttp(see: (way: Way, asked: Asked) => Promise<void> | undefined): {
  up: MessageReader;
  down: MessageReader;
} {
  const asked: Asked[] = [];

  function readRequest(firstLine: string): () => Promise<void> | undefined {
    const [method = '', path = ''] = firstLine.split(' ');
    asked.push({ method, path });
    return () => see('up', { method, path });
  }

  function readAnswer(firstLine: string): () => Promise<void> | undefined {
    const request = asked.shift();
    return () => (request === undefined || firstLine === '' ? undefined : see('down', request));
  }

  return { up: splitter(readRequest), down: splitter(readAnswer) };
}

function splitter(read: (firstLine: string) => () => Promise<void> | undefined): MessageReader {
  const buffer = createByteBuffer();
  return {
    read(bytes) {
      buffer.add(bytes);
      const pieces: Piece[] = [];
      for (;;) {
        const length = measureMessage(buffer.peek());
        if (length === null) return pieces;
        const message = buffer.take(length);
        const [firstLine = ''] = message.toString('latin1', 0, 2000).split('\r\n');
        pieces.push({ bytes: message, pass: read(firstLine) });
      }
    },
  };
}

/** Head and body in bytes; null while not all of it is there. */
function measureMessage(bytes: Buffer): number | null {
  const end = bytes.indexOf(headEnd);
  if (end === -1) return null;
  const head = bytes.toString('latin1', 0, end).toLowerCase();
  const from = end + headEnd.length;
  if (/\r\ntransfer-encoding: *chunked/.test(head)) return measureChunks(bytes, from);
  const length = from + Number(/\r\ncontent-length: *(\d+)/.exec(head)?.[1] ?? 0);
  return bytes.length < length ? null : length;
}

function measureChunks(bytes: Buffer, from: number): number | null {
  for (let at = from; ;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd === -1) return null;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    at = lineEnd + 2 + size + 2;
    if (bytes.length < at) return null;
    if (size === 0) return at;
  }
}
