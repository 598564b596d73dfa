import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';

const webRoot = path.join(import.meta.dirname, '..', '..');
const patienceMs = 120_000;

/**
 * Builds the dashboard as it is shipped below this folder, or finds it built: whoever comes first builds, others wait for it.
 *
 * @returns the folder with the built files
 */
export async function buildDashboard(folder: string): Promise<string> {
  const built = path.join(folder, 'dist');
  const lock = path.join(folder, 'lock');
  const givesUpAt = Date.now() + patienceMs;
  while (!existsSync(built)) {
    if (await takeLock(lock)) {
      try {
        await buildInto(path.join(folder, 'unfinished'));
        await rename(path.join(folder, 'unfinished'), built);
      } finally {
        await rm(lock, { recursive: true });
      }
    } else if (Date.now() > givesUpAt) {
      throw new Error('another test has been building the dashboard for too long');
    } else {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return built;
}

async function takeLock(lock: string): Promise<boolean> {
  try {
    await mkdir(lock);
    return true;
  } catch {
    return false;
  }
}

async function buildInto(outDir: string): Promise<void> {
  // The test runner says `test`, and React would then be built with its development warnings.
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  // Only one file of a run builds; the others need not load it.
  const { build } = await import('vite');
  await build({
    root: webRoot,
    configFile: path.join(webRoot, 'vite.config.ts'),
    mode: 'production',
    logLevel: 'error',
    build: { outDir, emptyOutDir: true, manifest: true },
  }).finally(() => {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  });
}
