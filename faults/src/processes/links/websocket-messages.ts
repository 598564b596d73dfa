import type { MessageReader, Piece } from '../proxy/carry.ts';
import { createByteBuffer } from './byte-buffer.ts';

const headEnd = '\r\n\r\n';
const textFrame = 1;

/**
 * Reads one side of a WebSocket that carries JSON in unfragmented, uncompressed text frames, each a piece with its message.
 * `isOurs` decides by the first line of HTTP; everything else passes as it comes.
 */
export function readWebSocket(
  isOurs: (firstLine: string) => boolean,
  see: (message: unknown) => Promise<void> | undefined,
): MessageReader {
  const buffer = createByteBuffer();
  let phase: 'head' | 'frames' | 'raw' = 'head';

  function readHead(): Piece[] {
    const end = buffer.peek().indexOf(headEnd);
    if (end === -1) return [];
    const head = buffer.take(end + headEnd.length);
    phase = isOurs(head.toString('latin1').split('\r\n')[0] ?? '') ? 'frames' : 'raw';
    return [{ bytes: head }];
  }

  function readFrame(): Piece[] {
    const frame = measureFrame(buffer.peek());
    if (frame === null) return [];
    const bytes = buffer.take(frame.length);
    if (frame.opcode !== textFrame) return [{ bytes }];
    const message = unmask(bytes, frame);
    return [{ bytes, pass: () => see(parse(message)) }];
  }

  return {
    read(bytes) {
      buffer.add(bytes);
      const pieces: Piece[] = [];
      for (;;) {
        if (phase === 'raw')
          return buffer.peek().length === 0 ? pieces : [...pieces, { bytes: buffer.take() }];
        const next = phase === 'head' ? readHead() : readFrame();
        if (next.length === 0) return pieces;
        pieces.push(...next);
      }
    },
  };
}

interface Frame {
  opcode: number;
  length: number;
  headLength: number;
  isMasked: boolean;
}

function measureFrame(bytes: Buffer): Frame | null {
  if (bytes.length < 2) return null;
  const short = (bytes[1] ?? 0) & 0x7f;
  const extra = short === 126 ? 2 : short === 127 ? 8 : 0;
  if (bytes.length < 2 + extra) return null;
  const payload =
    extra === 0 ? short : extra === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  const isMasked = ((bytes[1] ?? 0) & 0x80) !== 0;
  const headLength = 2 + extra + (isMasked ? 4 : 0);
  const length = headLength + payload;
  return bytes.length < length ? null : { opcode: (bytes[0] ?? 0) & 0x0f, length, headLength, isMasked };
}

function unmask(bytes: Buffer, { headLength, isMasked }: Frame): string {
  const payload = Buffer.from(bytes.subarray(headLength));
  if (isMasked) {
    const mask = bytes.subarray(headLength - 4, headLength);
    for (const [index, byte] of payload.entries()) payload[index] = byte ^ (mask[index % 4] ?? 0);
  }
  return payload.toString();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
