import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { executablePath } from 'puppeteer';
import { StopError } from '../../stop-error.ts';
import { unpackChromium } from './unpack-chromium.ts';

/** A Chromium to run, with what its environment needs beside the usual. */
export type FoundChromium = {
  path: string;
  environment: Record<string, string>;
  isHeadlessShell: boolean;
  source: 'configured' | 'system' | 'puppeteer' | 'npm';
};

/** Headless shells first: they launch three times faster and need 20 % less memory. */
const commandNames = [
  'chromium-headless-shell',
  'chrome-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
];
const binFolders = ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome'];

/**
 * Looks, in this order: the configured path; the system's Chromium; puppeteer's cache; the one from npm, unpacked once.
 * Nothing is downloaded.
 *
 * @throws StopError that says how to get one
 */
export async function findChromium(options: {
  chromiumPath: string | undefined;
  cacheDir: string;
  fallbackCacheDir: string;
}): Promise<FoundChromium> {
  if (options.chromiumPath !== undefined) return configured(options.chromiumPath);
  const system = await firstExecutable(
    commandNames.flatMap((name) => binFolders.map((folder) => join(folder, name))),
  );
  if (system !== null) return plain(system, 'system');
  const cached = await firstExecutable(await puppeteerCandidates());
  if (cached !== null) return plain(cached, 'puppeteer');
  const unpacked = await unpackChromium([options.cacheDir, options.fallbackCacheDir]);
  if (unpacked !== null) return { ...unpacked, isHeadlessShell: true, source: 'npm' };
  throw new StopError(
    'No Chromium was found. Install one (apt-get install chromium) or set CHROMIUM_PATH to its executable.',
  );
}

async function configured(path: string): Promise<FoundChromium> {
  if ((await firstExecutable([path])) === null)
    throw new StopError(`CHROMIUM_PATH is ${path}, which is not an executable file.`);
  return plain(path, 'configured');
}

function plain(path: string, source: FoundChromium['source']): FoundChromium {
  return { path, environment: {}, isHeadlessShell: path.includes('headless'), source };
}

async function puppeteerCandidates(): Promise<string[]> {
  try {
    return [await executablePath()];
  } catch {
    return [];
  }
}

async function firstExecutable(paths: string[]): Promise<string | null> {
  for (const path of paths) {
    try {
      await access(path, constants.X_OK);
      return path;
    } catch {
      continue;
    }
  }
  return null;
}
