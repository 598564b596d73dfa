import { execFile } from 'node:child_process';
import { access, chmod, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { writeFontSettings } from './font-settings.ts';

const Manifest = z.object({ version: z.string() });
const unpackTimeoutMs = 120_000;

/**
 * The Chromium from npm (@sparticuz/chromium, Linux x64), unpacked once (209 MB, about 2 s) into the first cache folder
 * that can be written. Its own nss and fonts come along, so that it also runs on a bare system.
 *
 * @returns null when the package is not there or is made for another machine
 */
export async function unpackChromium(
  cacheDirs: string[],
): Promise<{ path: string; environment: Record<string, string> } | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  const version = await installedVersion();
  if (version === null) return null;
  for (const cacheDir of cacheDirs) {
    const home = join(cacheDir, `chromium-${version}`);
    if ((await isUnpacked(home)) || (await unpackInto(cacheDir, home))) return await describe(home);
  }
  return null;
}

async function describe(home: string): Promise<{ path: string; environment: Record<string, string> }> {
  return {
    path: join(home, 'chromium'),
    environment: {
      LD_LIBRARY_PATH: join(home, 'al2023', 'lib'),
      FONTCONFIG_PATH: await writeFontSettings(home),
    },
  };
}

async function installedVersion(): Promise<string | null> {
  try {
    const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
    const manifest = await readFile(join(dirname(dirname(entry)), 'package.json'), 'utf8');
    return Manifest.parse(JSON.parse(manifest)).version;
  } catch {
    return null;
  }
}

/** Into a folder of its own, then renamed: whoever is second finds the first one's work and drops his. */
async function unpackInto(cacheDir: string, home: string): Promise<boolean> {
  try {
    await mkdir(cacheDir, { recursive: true, mode: 0o700 });
  } catch {
    return false;
  }
  const work = await mkdtemp(`${home}.unpacking-`).catch(() => null);
  if (work === null) return false;
  try {
    await chmod(work, 0o700);
    // Its own process: the package reads TMPDIR and AWS_EXECUTION_ENV when it is imported, and changes the environment.
    await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'unpack-chromium', 'main.ts')], {
      env: { TMPDIR: work, HOME: work, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
      timeout: unpackTimeoutMs,
    });
    await rename(work, home).catch(() => undefined);
    return await isUnpacked(home);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function isUnpacked(home: string): Promise<boolean> {
  try {
    await access(join(home, 'chromium'));
    return true;
  } catch {
    return false;
  }
}
