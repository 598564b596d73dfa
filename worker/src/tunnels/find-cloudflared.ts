import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { StopError } from '../stop-error.ts';
import { fetchCloudflared } from './fetch-cloudflared.ts';

export type CloudflaredPlaces = {
  /** CLOUDFLARED_PATH. */
  configured: string | undefined;
  /** PATH. */
  searchPath: string;
  cacheDirs: readonly string[];
};

/**
 * Looks, in this order: the configured path; PATH; the one that was fetched before, or is fetched now.
 *
 * @throws StopError that says how to get one
 */
export async function findCloudflared(places: CloudflaredPlaces): Promise<string> {
  const { configured, searchPath, cacheDirs } = places;
  if (configured !== undefined) {
    if (await isExecutable(configured)) return configured;
    throw new StopError(`CLOUDFLARED_PATH is ${configured}, which is not an executable file.`);
  }
  for (const folder of searchPath.split(delimiter)) {
    const path = join(folder, 'cloudflared');
    if (isAbsolute(path) && (await isExecutable(path))) return path;
  }
  return fetchCloudflared({ cacheDirs, platform: `${process.platform}-${process.arch}` });
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
