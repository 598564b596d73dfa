import type { Image } from './image-facts.ts';

/** A GIF: kept as it is; its comments are the one thing that it can tell beside the picture. */
export function readGif(bytes: Buffer): Image | null {
  const signature = bytes.toString('latin1', 0, 6);
  if ((signature !== 'GIF87a' && signature !== 'GIF89a') || bytes.length < 14) return null;
  return { type: 'image/gif', width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8), bytes };
}
