import type { AssetType } from '@coinslot/shared/http/assets.ts';

/** An image as it is stored: what its bytes say it is, and those bytes without what tells of its maker. */
export interface Image {
  type: AssetType;
  width: number;
  height: number;
  bytes: Buffer;
}

/** The facts of one format, or null for bytes that are not it. Throws a sentence for a damaged one. */
export type ReadImage = (bytes: Buffer) => Image | null;

export function damaged(): Error {
  return new Error('the image is damaged or cut off');
}
