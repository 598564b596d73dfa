import { damaged, type Image } from './image-facts.ts';

const startOfScan = 0xda;
const endOfImage = 0xd9;
const comment = 0xfe;
const adobe = 0xee;
const colourProfile = 0xe2;

/** A JPEG: segments up to the first scan, whose data is kept as it is. Exif (also where it was taken), comments and the like go. */
export function readJpeg(bytes: Buffer): Image | null {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
  const kept: Buffer[] = [bytes.subarray(0, 2)];
  let size: { width: number; height: number } | null = null;
  for (let at = 2; ;) {
    if (at + 4 > bytes.length || bytes[at] !== 0xff) throw damaged();
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === startOfScan) {
      kept.push(cutAfterEnd(bytes.subarray(at)));
      break;
    }
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (end > bytes.length || end < at + 4) throw damaged();
    if (isFrame(marker)) {
      if (end < at + 9) throw damaged();
      size = { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    }
    if (isKept(marker)) kept.push(bytes.subarray(at, end));
    at = end;
  }
  if (size === null) throw damaged();
  return { type: 'image/jpeg', ...size, bytes: Buffer.concat(kept) };
}

// SOF0 to SOF15 without DHT, JPG and DAC.
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

// APP0 is JFIF; APP2 may hold the colour profile and APP14 how colours are coded; the other APPs tell of maker and place.
function isKept(marker: number): boolean {
  if (marker === comment) return false;
  return marker < 0xe1 || marker > 0xef || marker === adobe || marker === colourProfile;
}

// What follows the end of the image (a second picture with its own Exif, say) is none of ours. In coded data 0xff stands before 0x00
// or a restart marker; any other marker begins a segment with its length, or ends the image.
function cutAfterEnd(scan: Buffer): Buffer {
  for (let at = 0; ;) {
    at = scan.indexOf(0xff, at);
    if (at === -1 || at + 1 >= scan.length) throw damaged();
    const marker = scan[at + 1] ?? 0;
    if (marker === endOfImage) return scan.subarray(0, at + 2);
    if (marker === 0xff) at += 1;
    else if (marker === 0 || (marker >= 0xd0 && marker <= 0xd7)) at += 2;
    else if (at + 4 > scan.length) throw damaged();
    else at += 2 + scan.readUInt16BE(at + 2);
  }
}
