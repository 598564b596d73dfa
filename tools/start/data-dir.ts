import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { acquireLock } from '../bootstrap/process-lock.mjs';

/**
 * Makes the data folder and takes it for this process.
 *
 * @returns the release
 * @throws Error with a sentence for the terminal: another start holds it, or it cannot be written
 */
export function takeDataDir(dataDir: string): () => void {
  try {
    mkdirSync(dataDir, { recursive: true });
    mkdirSync(path.join(dataDir, 'logs'), { recursive: true, mode: 0o700 });
    // Others may pass through and no more: as root, Postgres runs below it as an unprivileged user.
    chmodSync(dataDir, 0o711);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new Error(
      `Cannot write to ${dataDir} (${code}). Start as the user who owns it, or choose another folder with COINSLOT_DATA_DIR.`,
      { cause: error },
    );
  }
  const lock = acquireLock(path.join(dataDir, 'start.lock'));
  if (lock.acquired) return lock.release;
  throw new Error(
    `Coinslot runs already with the data in ${dataDir} (process ${lock.holderPid}). Stop that one with Ctrl-C or \`kill ${lock.holderPid}\`, or start a second one beside it with its own COINSLOT_DATA_DIR, --port and --lab-port.`,
  );
}

/** Notes where this start serves, for commands on this computer that were told of no address. They know the file by shared/src/public-url-file.ts. */
export function noteUrl(dataDir: string, url: string): void {
  writeFileSync(path.join(dataDir, 'public-url'), `${url}\n`);
}
