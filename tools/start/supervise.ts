import { setTimeout as sleep } from 'node:timers/promises';
import type { LogFile } from './log-file.ts';
import type { LogLine } from './log-line.ts';
import { describeTrouble, isFatal, isWarning, parseLogLine } from './log-line.ts';
import type { RunningProcess, StopLadder } from './run-process.ts';
import { runProcess } from './run-process.ts';

export interface Program {
  name: string;
  /** Path of its main.ts and arguments. */
  args: readonly string[];
  cwd: string;
  /** Asked before every start: a restarted worker gets another environment than a new one. */
  environment: (before: RunBefore) => Promise<Environment>;
  /** The log message that says it is ready. */
  readyMessage: string;
  readyWithinMs: number;
  ladder: StopLadder;
}

/** `refused`: it must not be started (again); a sentence that says what to do. */
export type Environment = { env: NodeJS.ProcessEnv } | { refused: string };

export interface RunBefore {
  /** The fatal line of its log with which the last run ended; undefined when it said none, or never ran. */
  diedSaying: string | undefined;
}

export interface Supervised {
  name: string;
  /** The log line that said ready. Rejects when the first start fails: a wrong setting does not heal by repetition. */
  ready: Promise<LogLine>;
  stop: () => Promise<void>;
  kill: () => void;
}

export interface SuperviseOptions {
  log: LogFile;
  /** Shows one line to the person at the terminal. */
  say: (line: string) => void;
  backoffMs?: readonly number[];
  /** A program that ran this long starts its backoff from the beginning. */
  settledAfterMs?: number;
}

const defaultBackoffMs = [1000, 2000, 4000, 8000, 16_000, 30_000];
const tailLines = 40;
const shownTailLines = 15;

/**
 * Keeps a program running: started, awaited, started again when it crashes.
 *
 * Ways out: `stop` or `kill`; a first start that ends or is not ready in time; its environment is refused.
 */
export function supervise(program: Program, options: SuperviseOptions): Supervised {
  const { log, say, backoffMs = defaultBackoffMs, settledAfterMs = 60_000 } = options;
  const first = Promise.withResolvers<LogLine>();
  const stopping = new AbortController();
  const tail: string[] = [];
  let current: RunningProcess | undefined;
  let wasReady = false;
  let diedSaying: string | undefined;
  // A failed first start is somebody's to await; until then it is not "unhandled".
  first.promise.catch(() => undefined);
  const finished = keepRunning().finally(() => log.close());

  return {
    name: program.name,
    ready: first.promise,
    async stop() {
      stopping.abort();
      await current?.stop(program.ladder);
      await finished;
    },
    kill() {
      stopping.abort();
      current?.kill();
    },
  };

  async function keepRunning(): Promise<void> {
    const tooLate = setTimeout(() => {
      if (wasReady) return;
      failFirst(`was not ready within ${program.readyWithinMs / 1000} s`);
      current?.kill();
    }, program.readyWithinMs);
    let crashes = 0;
    while (!stopping.signal.aborted) {
      const startedAt = performance.now();
      const how = await runOnce();
      if (!wasReady) failFirst(`ended: ${how}`);
      if (stopping.signal.aborted) break;
      crashes = performance.now() - startedAt > settledAfterMs ? 1 : crashes + 1;
      const waitMs = backoffMs[Math.min(crashes, backoffMs.length) - 1] ?? 0;
      say(
        `${program.name}: ended (${how}); it starts again in ${Math.ceil(waitMs / 1000)} s. Log: ${log.file}`,
      );
      await sleep(waitMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
    clearTimeout(tooLate);
  }

  async function runOnce(): Promise<string> {
    try {
      const environment = await program.environment({ diedSaying });
      if (stopping.signal.aborted) return 'stopped';
      if ('refused' in environment) {
        if (wasReady) say(`${program.name}: ${environment.refused}`);
        failFirst(`cannot start: ${environment.refused}`);
        return environment.refused;
      }
      diedSaying = undefined;
      current = runProcess(program.args, { cwd: program.cwd, env: environment.env, onLine: readLine });
      return await current.ended;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  function readLine(line: string): void {
    log.write(line);
    tail.push(line);
    if (tail.length > tailLines) tail.shift();
    const parsed = parseLogLine(line);
    if (parsed === undefined) return;
    if (parsed.msg === program.readyMessage) {
      if (wasReady) say(`${program.name}: running again.`);
      else first.resolve(parsed);
      wasReady = true;
    }
    if (isFatal(parsed)) diedSaying = parsed.msg;
    const trouble = describeTrouble(program.name, parsed);
    // A part that is being stopped loses its neighbours: its warnings about that are for the log only.
    if (trouble !== undefined && !(stopping.signal.aborted && isWarning(parsed))) say(trouble);
  }

  function failFirst(what: string): void {
    stopping.abort();
    first.reject(new Error(`${program.name} ${what}.\n${lastWords(tail)}\nThe whole log: ${log.file}`));
  }
}

/** The cause stands above a stack, and stacks are long: they stay in the log file. */
function lastWords(tail: readonly string[]): string {
  const told = tail.filter((line) => line.trim() !== '' && !/^\s+at /.test(line)).slice(-shownTailLines);
  return told.map((line) => `  ${parseLogLine(line)?.msg ?? line}`).join('\n');
}
