import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';

const brokerSource = path.resolve(import.meta.dirname, '..');

export interface RunningProcess {
  child: ChildProcess;
  /** Everything that it wrote so far, to both outputs. */
  output: () => string;
  /** Resolves when it has written this text; rejects, with what it wrote, when it ends before. */
  says: (text: string) => Promise<void>;
  /** Its exit code; null when a signal ended it. */
  ended: Promise<number | null>;
}

/** Runs one of the broker's programs (`main.ts`, `cli.ts`) as the operator would. */
export function runProcess(
  program: string,
  args: string[],
  environment: Record<string, string>,
): RunningProcess {
  const child = spawn(process.execPath, [path.join(brokerSource, program), ...args], {
    env: { ...hostEnvironment(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let written = '';
  const waiting = new Set<() => void>();
  const take = (chunk: Buffer) => {
    written += chunk.toString();
    for (const look of waiting) look();
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return {
    child,
    output: () => written,
    ended,
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!written.includes(text)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
        const fail = () => reject(new Error(`it ended without saying "${text}":\n${written}`));
        void ended.then(fail, fail);
      }),
  };
}

function hostEnvironment(): Record<string, string> {
  const kept = ['PATH', 'HOME', 'NODE_COMPILE_CACHE'];
  return Object.fromEntries(kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
