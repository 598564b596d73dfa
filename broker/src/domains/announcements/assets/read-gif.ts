import { damaged, type Image } from './image-facts.ts';

const headBytes = 13;
const trailer = 0x3b;
const extension = 0x21;
const picture = 0x2c;
// How a picture is drawn, and how often a film is played. Comments, texts and what programs leave behind go.
const graphicControl = 0xf9;
const application = 0xff;

/** A GIF: its pictures and what plays them, up to its trailer. */
export function readGif(bytes: Buffer): Image | null {
  const signature = bytes.toString('latin1', 0, 6);
  if ((signature !== 'GIF87a' && signature !== 'GIF89a') || bytes.length < headBytes + 1) return null;
  let at = headBytes + coloursOf(bytes.readUInt8(10));
  const kept: Buffer[] = [bytes.subarray(0, at)];
  // Some that people have end without one.
  while (at < bytes.length && bytes[at] !== trailer) {
    const end = endOfBlock(bytes, at);
    if (isKept(bytes, at)) kept.push(bytes.subarray(at, end));
    at = end;
  }
  kept.push(Buffer.from([trailer]));
  return {
    type: 'image/gif',
    width: bytes.readUInt16LE(6),
    height: bytes.readUInt16LE(8),
    bytes: Buffer.concat(kept),
  };
}

function isKept(bytes: Buffer, at: number): boolean {
  if (bytes[at] === picture || bytes[at + 1] === graphicControl) return true;
  return bytes[at + 1] === application && bytes.toString('latin1', at + 3, at + 14) === 'NETSCAPE2.0';
}

function endOfBlock(bytes: Buffer, at: number): number {
  const kind = byteAt(bytes, at);
  if (kind === extension) return endOfData(bytes, at + 2);
  if (kind !== picture) throw damaged();
  // Place and size, colours of its own, and the size of its codes.
  return endOfData(bytes, at + 10 + coloursOf(byteAt(bytes, at + 9)) + 1);
}

function endOfData(bytes: Buffer, start: number): number {
  let at = start;
  for (let length = byteAt(bytes, at); length > 0; length = byteAt(bytes, at)) at += length + 1;
  return at + 1;
}

/** Bytes of the table of colours that these flags promise. */
function coloursOf(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

function byteAt(bytes: Buffer, at: number): number {
  const byte = bytes[at];
  if (byte === undefined) throw damaged();
  return byte;
}
