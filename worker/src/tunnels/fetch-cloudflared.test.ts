import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fetchCloudflared, pinnedVersion } from './fetch-cloudflared.ts';
import { findCloudflared } from './find-cloudflared.ts';

const program = '#!/bin/sh\n';
const checksums = { 'linux-x64': createHash('sha256').update(program).digest('hex') };
const platform = 'linux-x64';
let cacheDir: string;

beforeEach(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'coinslot-cache-'));
});
afterEach(() => rm(cacheDir, { recursive: true, force: true }));

test('fetched once, with the pinned version asked for, and kept executable', async () => {
  const asked: string[] = [];
  async function download(to: string, version: string): Promise<void> {
    asked.push(version);
    await writeFile(to, program);
  }
  const options = { cacheDirs: ['/dev/null/nowhere', cacheDir], platform, checksums, download };
  const path = await fetchCloudflared(options);
  expect(await fetchCloudflared(options)).toBe(path);
  expect(asked).toEqual([pinnedVersion]);
  expect(await readFile(path, 'utf8')).toBe(program);
  expect((await stat(path)).mode & 0o777).toBe(0o755);
  expect(await readdir(cacheDir)).toHaveLength(1);
});

test('what lies in its place and is another file is never used, but fetched anew', async () => {
  const kept = join(cacheDir, `cloudflared-${pinnedVersion}`);
  await writeFile(kept, 'something else', { mode: 0o755 });
  const download = (to: string): Promise<void> => writeFile(to, program);
  expect(await fetchCloudflared({ cacheDirs: [cacheDir], platform, checksums, download })).toBe(kept);
  expect(await readFile(kept, 'utf8')).toBe(program);
});

test('another file than the pinned one is thrown away', async () => {
  const download = (to: string): Promise<void> => writeFile(to, 'something else');
  const fetched = fetchCloudflared({ cacheDirs: [cacheDir], platform, checksums, download });
  await expect(fetched).rejects.toThrow(/another file than the one that was pinned/);
  expect(await readdir(cacheDir)).toEqual([]);
});

test('without a way to the release, or a checksum, the sentence says what to do', async () => {
  const download = (): Promise<void> => Promise.reject(new Error('getaddrinfo ENOTFOUND github.com'));
  await expect(fetchCloudflared({ cacheDirs: [cacheDir], platform, checksums, download })).rejects.toThrow(
    /could not be fetched \(getaddrinfo ENOTFOUND github\.com\)\. Install it and set CLOUDFLARED_PATH/,
  );
  const cutOff = { download: () => new Promise<void>(() => undefined), fetchTimeoutMs: 20 };
  await expect(fetchCloudflared({ cacheDirs: [cacheDir], platform, checksums, ...cutOff })).rejects.toThrow(
    /could not be fetched \(.*timeout/,
  );
  await expect(fetchCloudflared({ cacheDirs: [cacheDir], platform: 'aix-ppc64' })).rejects.toThrow(
    /No checksum of cloudflared is known for aix-ppc64.*CLOUDFLARED_PATH/,
  );
});

test('the configured one first, then one on PATH; a configured one that is missing is an error', async () => {
  const path = join(cacheDir, 'cloudflared');
  await writeFile(path, program, { mode: 0o755 });
  const cacheDirs: string[] = [];
  expect(await findCloudflared({ configured: path, searchPath: '/bin', cacheDirs })).toBe(path);
  const searchPath = `.:/proc/nowhere:${cacheDir}`;
  expect(await findCloudflared({ configured: undefined, searchPath, cacheDirs })).toBe(path);
  const missing = findCloudflared({ configured: `${path}-2`, searchPath, cacheDirs });
  await expect(missing).rejects.toThrow(/CLOUDFLARED_PATH is .*, which is not an executable file/);
});
