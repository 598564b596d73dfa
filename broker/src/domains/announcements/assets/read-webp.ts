import { damaged, type Image } from './image-facts.ts';

const metadata = new Set(['EXIF', 'XMP ']);
const metadataFlags = 0x0c;

/** A WebP: a RIFF file of chunks, each padded to an even length. Exif and XMP go, and the flags that promise them. */
export function readWebp(bytes: Buffer): Image | null {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP') return null;
  const kept: Buffer[] = [];
  let size: { width: number; height: number } | null = null;
  for (let at = 12; at + 8 <= bytes.length;) {
    const name = bytes.toString('latin1', at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    const end = at + 8 + length + (length % 2);
    if (at + 8 + length > bytes.length) throw damaged();
    const chunk = Buffer.from(bytes.subarray(at, Math.min(end, bytes.length)));
    size ??= sizeOf(name, chunk.subarray(8));
    if (name === 'VP8X') chunk[8] = (chunk[8] ?? 0) & ~metadataFlags;
    if (!metadata.has(name)) kept.push(chunk);
    at = end;
  }
  if (size === null) throw damaged();
  const body = Buffer.concat(kept);
  const head = Buffer.from('RIFF0000WEBP', 'latin1');
  head.writeUInt32LE(body.length + 4, 4);
  return { type: 'image/webp', ...size, bytes: Buffer.concat([head, body]) };
}

function sizeOf(name: string, data: Buffer): { width: number; height: number } | null {
  if (data.length < 10) return null;
  if (name === 'VP8X') return { width: data.readUIntLE(4, 3) + 1, height: data.readUIntLE(7, 3) + 1 };
  if (name === 'VP8 ') return { width: data.readUInt16LE(6) & 0x3fff, height: data.readUInt16LE(8) & 0x3fff };
  if (name !== 'VP8L') return null;
  const bits = data.readUInt32LE(1);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}
