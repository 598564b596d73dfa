import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { readConfig } from '../config.ts';
import { runCli } from '../run-cli.ts';
import type { Terminal } from '../terminal.ts';

export interface CliRun {
  code: number;
  out: string;
  err: string;
  /** The JSON value on stdout; null when it is none. */
  json: unknown;
}

/** One person's computer: a home of its own, and a terminal that a test reads. */
export interface TestComputer {
  credentialsFile: string;
  /** Runs one command line. `answers` are typed one after the other; without them nobody sits there. */
  run: (args: string, options?: RunOptions) => Promise<CliRun>;
  close: () => Promise<void>;
}

export interface RunOptions {
  answers?: (string | (() => Promise<string>))[];
  environment?: Record<string, string>;
  signal?: AbortSignal;
  /** Called with all that stderr has said so far. */
  onErr?: (err: string) => void;
  onOut?: (out: string) => void;
  /** What stands on stdin and stdout of a command that carries bytes. */
  bytes?: Terminal['bytes'];
}

export async function openTestComputer(environment: Record<string, string>): Promise<TestComputer> {
  const home = await mkdtemp(path.join(tmpdir(), 'coinslot-cli-'));
  const config = (more: Record<string, string>) =>
    readConfig({ ...environment, XDG_CONFIG_HOME: home, NO_COLOR: '1', ...more });
  return {
    credentialsFile: path.join(home, 'coinslot', 'credentials.json'),
    async run(args, { answers, environment: more = {}, signal, onErr, onOut, bytes } = {}) {
      let [out, err] = ['', ''];
      const typed = [...(answers ?? [])];
      const terminal = {
        out: (text: string) => {
          out += text;
          onOut?.(out);
        },
        err: (text: string) => {
          err += text;
          onErr?.(err);
        },
        isScreen: false,
        canAsk: answers !== undefined,
        hasColor: false,
        async ask(question: string) {
          terminal.err(question);
          const next = typed.shift();
          if (next === undefined) throw new Error(`nobody has an answer to: ${question}`);
          return typeof next === 'string' ? next : await next();
        },
        bytes: bytes ?? { input: new PassThrough(), output: new PassThrough() },
        signal: signal ?? new AbortController().signal,
      };
      const words = args.match(/'[^']*'|\S+/g) ?? [];
      const code = await runCli(
        words.map((word) => word.replace(/^'|'$/g, '')),
        { config: config(more), terminal },
      );
      return { code, out, err, json: toJson(out) };
    },
    close: () => rm(home, { recursive: true, force: true }),
  };
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
