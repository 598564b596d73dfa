import { assetLimits } from '@coinslot/shared/http/assets.ts';
import { fail } from '../../../http/errors.ts';
import type { Image, ReadImage } from './image-facts.ts';
import { readGif } from './read-gif.ts';
import { readJpeg } from './read-jpeg.ts';
import { readPng } from './read-png.ts';
import { readWebp } from './read-webp.ts';

const formats: readonly ReadImage[] = [readPng, readJpeg, readWebp, readGif];

/** What the bytes are, whatever they were called. Throws `invalid_request` for what is no such image, or too large a one. */
export function readImage(bytes: Buffer): Image {
  const image = readAny(bytes);
  if (image === null) throw refuse('is no PNG, JPEG, WebP or GIF');
  const { width, height } = image;
  if (width < 1 || height < 1) throw refuse('has no size');
  if (Math.max(width, height) > assetLimits.sideMax) {
    throw refuse(`is ${width} × ${height} pixels; each side may have ${assetLimits.sideMax}`);
  }
  return image;
}

function readAny(bytes: Buffer): Image | null {
  try {
    for (const read of formats) {
      const image = read(bytes);
      if (image !== null) return image;
    }
    return null;
  } catch {
    throw refuse('is damaged or cut off');
  }
}

function refuse(what: string) {
  return fail('invalid_request', { detail: `The file ${what}.`, fields: { '/': what } });
}
