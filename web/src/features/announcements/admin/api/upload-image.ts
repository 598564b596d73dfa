import { Asset, assetLimits, AssetType } from '@coinslot/shared/http/assets.ts';
import { ReceivedProblem } from '@coinslot/shared/http/received-problem.ts';
import { t } from '@lingui/core/macro';
import { formatBytes } from '../../../../lib/format.ts';
import { pageOwner } from '../../../../lib/page-owner.ts';
import { sayContract } from '../../../../words/say.ts';

/** Why an image cannot be taken, told before it is sent; null when it can. */
export function findImageFault(file: Pick<File, 'type' | 'size'>): string | null {
  if (!AssetType.safeParse(file.type).success) return t`Only PNG, JPEG, WebP and GIF images are taken.`;
  const limit = formatBytes(assetLimits.bytesMax);
  return file.size > assetLimits.bytesMax ? t`An image has at most ${limit}.` : null;
}

/**
 * Sends an image and tells how much of it is gone (0 to 1). By XMLHttpRequest, because `fetch` cannot tell.
 * @throws Error with a sentence for people
 */
export function uploadImage(file: File, onProgress: (part: number) => void): Promise<Asset> {
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest();
    sending.open('POST', '/api/v1/admin/assets');
    sending.setRequestHeader('content-type', file.type);
    sending.setRequestHeader('accept', 'application/json');
    const owner = pageOwner();
    if (owner !== null) sending.setRequestHeader('coinslot-member', owner);
    sending.upload.addEventListener('progress', ({ loaded, total }) =>
      onProgress(total > 0 ? loaded / total : 0),
    );
    sending.addEventListener('error', () =>
      reject(new Error(t`The server could not be reached. Check your connection and try again.`)),
    );
    sending.addEventListener('load', () => {
      const body = parseJson(sending.responseText);
      const asset = Asset.safeParse(body);
      if (asset.success) return resolve(asset.data);
      const problem = ReceivedProblem.safeParse(body);
      const words = problem.success
        ? (Object.values(problem.data.fields ?? {})[0] ?? problem.data.detail)
        : null;
      return reject(new Error(words ? sayContract(words) : t`The image was not taken (${sending.status}).`));
    });
    sending.send(file);
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
