import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** One process of the simulation. What it says goes into a file; only the line that says it is ready is looked at. */
export interface Program {
  pid: number;
  /** Resolves when it is over, however. */
  ended: Promise<void>;
  isRunning: () => boolean;
  signal: (signal: NodeJS.Signals) => void;
  /** Kills it (SIGKILL, also when it is stopped) and waits until it is gone. */
  kill: () => Promise<void>;
}

export const repositoryFolder = path.resolve(import.meta.dirname, '..', '..', '..', '..');
const readyWithinMs = 60_000;

/** @throws when it ended, or was not ready within a minute */
export async function startProgram(asked: {
  file: string;
  /** Where `file` is looked for; a copy of the repository for a broker with a seeded bug. */
  root?: string;
  env?: Record<string, string>;
  input?: string;
  logFile: string;
  isReady: (line: string) => boolean;
}): Promise<Program> {
  const root = asked.root ?? repositoryFolder;
  const child = spawn(process.execPath, [path.join(root, asked.file)], {
    cwd: root,
    env: { ...ownEnvironment(), ...asked.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const log = createWriteStream(asked.logFile, { flags: 'a' });
  child.stderr.pipe(log, { end: false });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  void ended.then(() => log.end());
  child.stdin.on('error', () => undefined);
  if (asked.input !== undefined) child.stdin.write(asked.input);
  await untilReady(child, (line) => void log.write(`${line}\n`), asked);
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
  return {
    pid: child.pid ?? 0,
    ended,
    isRunning,
    signal: (signal) => void child.kill(signal),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function untilReady(
  child: ChildProcess,
  write: (line: string) => void,
  { file, isReady }: { file: string; isReady: (line: string) => boolean },
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const late = setTimeout(() => reject(new Error(`${file} was not ready in time`)), readyWithinMs);
  child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
  createInterface({ input: child.stdout ?? process.stdin }).on('line', (line) => {
    write(line);
    if (isReady(line)) resolve();
  });
  await promise.finally(() => clearTimeout(late));
}

// What is set for a product on this host must not change what happens.
function ownEnvironment(): Record<string, string> {
  const { PATH = '', HOME = '', NODE_COMPILE_CACHE } = process.env;
  const cache = NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };
  return { PATH, HOME, TMPDIR: os.tmpdir(), ...cache };
}
