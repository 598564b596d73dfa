import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Builds the dashboard into `web/dist` unless the build there was made from the same sources.
 *
 * @returns `built` or `fresh`
 * @throws when vite fails; the message holds its output
 */
export async function buildWeb(root: string): Promise<'built' | 'fresh'> {
  const dist = path.join(root, 'web', 'dist');
  const hash = await hashSources(root);
  if ((await readStamp(dist)) === hash) return 'fresh';
  // Built aside and moved into place: a broker that serves the old build never sees half a new one.
  const next = path.join(root, 'web', `.dist-next-${process.pid}`);
  const old = path.join(root, 'web', `.dist-old-${process.pid}`);
  try {
    await runVite(root, next);
    await writeFile(stampFile(next), hash);
    if (existsSync(dist)) await rename(dist, old);
    await rename(next, dist);
  } finally {
    await rm(next, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
  }
  return 'built';
}

function stampFile(dist: string): string {
  return path.join(dist, '.sources-hash');
}

async function readStamp(dist: string): Promise<string | undefined> {
  return existsSync(stampFile(dist)) ? await readFile(stampFile(dist), 'utf8') : undefined;
}

async function hashSources(root: string): Promise<string> {
  const hash = createHash('sha256');
  const files = [
    'pnpm-lock.yaml',
    ...(await listFiles(root, 'web')),
    ...(await listFiles(root, path.join('shared', 'src'))),
  ];
  for (const file of files) hash.update(`\0${file}\0`).update(await readFile(path.join(root, file)));
  return hash.digest('hex');
}

async function listFiles(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(path.join(root, folder), { withFileTypes: true });
  const nested = await Promise.all(
    entries
      .filter((entry) => !['node_modules', 'dist'].includes(entry.name) && !entry.name.startsWith('.dist-'))
      .map(async (entry) => {
        const file = path.join(folder, entry.name);
        return entry.isDirectory() ? await listFiles(root, file) : [file];
      }),
  );
  return nested.flat().sort();
}

async function runVite(root: string, outDir: string): Promise<void> {
  const vite = path.join(root, 'web', 'node_modules', 'vite', 'bin', 'vite.js');
  const child = spawn(process.execPath, [vite, 'build', '--outDir', outDir, '--emptyOutDir'], {
    cwd: path.join(root, 'web'),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`Building the dashboard failed:\n${output.trim()}`);
}
