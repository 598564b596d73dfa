import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fingerprint } from './fingerprint.mjs';
import { installPackages } from './install-packages.mjs';
import { plainError } from './plain-error.mjs';
import { acquireLock } from './process-lock.mjs';
import { startProgress } from './progress.mjs';

const waitForOtherInstallMs = 15 * 60_000;

/**
 * Installs when the stamp of the last install does not match; two at once wait for each other.
 *
 * @param {string} root
 * @returns {Promise<string>} path of the pinned Node
 */
export async function ensureInstalled(root) {
  const node = path.join(root, 'node_modules', 'node', 'bin', 'node');
  if (isFresh(root, node)) return node;
  const folder = path.join(root, '.coinslot', 'bootstrap');
  makeFolder(folder);
  const progress = startProgress(
    existsSync(stampFile(root))
      ? 'Installing what changed'
      : 'Installing packages and Node 24 (first start only)',
  );
  const lock = await waitForLock(path.join(folder, 'lock'), progress);
  try {
    // The one we waited for may have done it all.
    if (!isFresh(root, node)) {
      await installPackages({ root, folder, progress });
      if (!existsSync(node))
        throw plainError(
          `The install ended, but ${node} is missing. Remove node_modules and run the command again.`,
        );
      writeFileSync(stampFile(root), fingerprint(root));
    }
    progress.done('Packages are installed');
  } catch (error) {
    progress.done('The install failed');
    throw error;
  } finally {
    lock.release();
  }
  return node;
}

function stampFile(root) {
  return path.join(root, 'node_modules', '.coinslot-installed');
}

function isFresh(root, node) {
  if (!existsSync(stampFile(root)) || !existsSync(node)) return false;
  return readFileSync(stampFile(root), 'utf8') === fingerprint(root);
}

function makeFolder(folder) {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw plainError(
      `Cannot write to ${folder} (${error.code}). Coinslot keeps its packages and data inside its own folder: run it as the user who owns that folder.`,
    );
  }
}

async function waitForLock(file, progress) {
  const giveUpAt = Date.now() + waitForOtherInstallMs;
  for (;;) {
    const lock = acquireLock(file);
    if (lock.acquired) return lock;
    if (Date.now() > giveUpAt)
      throw plainError(
        `Another install (process ${lock.holderPid}) has held ${file} for too long. End that process and run the command again.`,
      );
    progress.say(`waiting for the install of process ${lock.holderPid}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
