import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long after the first SIGTERM the next, harder step of a stop is taken. */
export interface StopLadder {
  /** A second SIGTERM, which the programs read as "now". */
  againAfterMs: number;
  /** SIGKILL to the whole process group. */
  killAfterMs: number;
}

export interface RunningProcess {
  /** Resolves when the process has ended and its output was read: how it ended, in words. */
  ended: Promise<string>;
  /** Asks it to end, ever harder; resolves when it has. */
  stop: (ladder: StopLadder) => Promise<void>;
  /** Ends the whole process group at once. */
  kill: () => void;
}

// A grandchild may keep the pipe open after the end; its lines are not worth waiting longer for.
const lastLinesMs = 500;

/**
 * Starts a Node program in a process group of its own, so that a Ctrl-C in the terminal does not reach it.
 *
 * @param onLine called with every line of both streams
 */
export function runProcess(
  args: readonly string[],
  { cwd, env, onLine }: { cwd: string; env: NodeJS.ProcessEnv; onLine: (line: string) => void },
): RunningProcess {
  const child = spawn(process.execPath, args, {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', onLine);
  const ended = waitForEnd(child).then((how) => {
    // What it left in its group has nobody to stop it any more.
    signalGroup(child, 'SIGKILL');
    return how;
  });
  return {
    ended,
    kill: () => signalGroup(child, 'SIGKILL'),
    async stop({ againAfterMs, killAfterMs }) {
      child.kill('SIGTERM');
      const again = setTimeout(() => child.kill('SIGTERM'), againAfterMs);
      const kill = setTimeout(() => signalGroup(child, 'SIGKILL'), killAfterMs);
      await ended;
      clearTimeout(again);
      clearTimeout(kill);
    },
  };
}

async function waitForEnd(child: ChildProcess): Promise<string> {
  const closed = once(child, 'close').catch(() => undefined);
  try {
    const [code, signal] = await once(child, 'exit');
    await Promise.race([closed, sleep(lastLinesMs)]);
    return code === null ? `signal ${String(signal)}` : `exit code ${String(code)}`;
  } catch (error) {
    return `it could not be started: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is empty.
  }
}
