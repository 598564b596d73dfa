import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { install } from 'cloudflared';
import { raceSignal } from '../browser/page/race-signal.ts';
import { StopError } from '../stop-error.ts';

/** The release that was pinned, and what its official files hash to (from its page of releases). */
export const pinnedVersion = '2026.7.0';
const cloudflaredChecksums = {
  'linux-x64': '434a04eb237e07d3d4146fc44acdbb411260a94fcb01764f454abe38a09503f3',
  'linux-arm64': 'a4c14d1dfb4ea1092da4b64ede05fab7092ba8a424c7df1e7747f5232a4127ff',
} as const;

export type FetchOptions = {
  /** The first that can be written is taken. */
  cacheDirs: readonly string[];
  /** As in process.platform and process.arch: `linux-x64`. */
  platform: string;
  /** Puts the official file of a version at a path. */
  download?: (to: string, version: string) => Promise<unknown>;
  /** The package's own download waits for ever when what it reads is cut off. */
  fetchTimeoutMs?: number;
  checksums?: Readonly<Record<string, string>>;
};

/**
 * The pinned cloudflared, fetched once for all workers of this user and only used when it is the very file that was pinned: another one in its
 * place is fetched anew.
 *
 * @throws StopError that says how to do without the fetch
 */
export async function fetchCloudflared(options: FetchOptions): Promise<string> {
  const { cacheDirs, platform, download = install, fetchTimeoutMs = 300_000 } = options;
  const known: Readonly<Record<string, string>> = options.checksums ?? cloudflaredChecksums;
  const checksum = known[platform];
  if (checksum === undefined)
    throw new StopError(
      `No checksum of cloudflared is known for ${platform}, so it is not fetched. Install it and set CLOUDFLARED_PATH.`,
    );
  for (const cacheDir of cacheDirs) {
    const path = join(cacheDir, `cloudflared-${pinnedVersion}`);
    if (await isKept(path, checksum)) return path;
  }
  for (const cacheDir of cacheDirs) {
    const work = await makeFolder(cacheDir);
    if (work === null) continue;
    try {
      return await fetchInto(work, join(cacheDir, `cloudflared-${pinnedVersion}`), {
        download,
        checksum,
        fetchTimeoutMs,
      });
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  }
  throw new StopError(`cloudflared cannot be kept: none of ${cacheDirs.join(', ')} can be written.`);
}

/** Beside its place, then renamed: whoever is second writes the same file over it. */
async function fetchInto(
  work: string,
  path: string,
  {
    download,
    checksum,
    fetchTimeoutMs,
  }: { download: NonNullable<FetchOptions['download']>; checksum: string; fetchTimeoutMs: number },
): Promise<string> {
  const fetched = join(work, 'cloudflared');
  const late = AbortSignal.timeout(fetchTimeoutMs);
  await raceSignal(download(fetched, pinnedVersion), late).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StopError(
      `cloudflared ${pinnedVersion} could not be fetched (${reason}). Install it and set CLOUDFLARED_PATH.`,
    );
  });
  if ((await hashOf(fetched)) !== checksum)
    throw new StopError(
      `What was fetched as cloudflared ${pinnedVersion} is another file than the one that was pinned. It was thrown away.`,
    );
  await chmod(fetched, 0o755);
  await rename(fetched, path);
  return path;
}

/** Where it lies, other programs of this user could have put another file since: looked at once by each process. */
const looked = new Map<string, Promise<string>>();

async function isKept(path: string, checksum: string): Promise<boolean> {
  if ((await stat(path).catch(() => null)) === null) return false;
  const hash = looked.get(path) ?? hashOf(path);
  looked.set(path, hash);
  if ((await hash.catch(() => null)) === checksum) return true;
  looked.delete(path);
  return false;
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

async function makeFolder(cacheDir: string): Promise<string | null> {
  try {
    await mkdir(cacheDir, { recursive: true, mode: 0o700 });
    return await mkdtemp(join(cacheDir, 'cloudflared-fetching-'));
  } catch {
    return null;
  }
}
