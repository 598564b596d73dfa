import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Where one run happens: a temporary folder, and everything that must be ended before it is removed. */
export interface Place {
  /** Open to other users: as root, Postgres runs as an unprivileged user below it. */
  folder: string;
  /** Runs `end` when the place is closed, the newest first. */
  atEnd: (end: () => void | Promise<void>) => void;
  /** Starts a program of this repository under this Node; ended with the place. Its standard error is ours. */
  startNode: (file: string, options?: { args?: string[]; env?: Record<string, string> }) => ChildProcess;
  close: () => Promise<void>;
}

export const repositoryFolder = path.resolve(import.meta.dirname, '..', '..');
const endedWithinMs = 10_000;

export function openPlace(): Place {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'coinslot-bench-'));
  chmodSync(folder, 0o755);
  const ends: (() => void | Promise<void>)[] = [];
  let closing: Promise<void> | undefined;
  return {
    folder,
    atEnd: (end) => void ends.push(end),
    startNode(file, { args = [], env = {} } = {}) {
      const child = spawn(process.execPath, [path.join(repositoryFolder, file), ...args], {
        env: { ...ownEnvironment(), ...env },
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      ends.push(() => endChild(child));
      return child;
    },
    close: () => (closing ??= close(ends, folder)),
  };
}

// What is set for a product on this host must not change what is measured.
function ownEnvironment(): Record<string, string> {
  const { PATH = '', HOME = '', TZ } = process.env;
  return { PATH, HOME, TMPDIR: os.tmpdir(), ...(TZ === undefined ? {} : { TZ }) };
}

async function close(ends: (() => void | Promise<void>)[], folder: string): Promise<void> {
  for (const end of ends.toReversed()) await Promise.resolve(end()).catch(() => undefined);
  rmSync(folder, { recursive: true, force: true });
}

async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const kill = setTimeout(() => child.kill('SIGKILL'), endedWithinMs);
  await ended;
  clearTimeout(kill);
}
