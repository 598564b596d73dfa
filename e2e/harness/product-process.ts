import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const repositoryDir = fileURLToPath(new URL('../..', import.meta.url));

/** One of the product's own processes, started as the launcher starts it: by its main file and its environment. */
export type ProductProcess = {
  readonly pid: number;
  /** Fields of the readiness line. */
  readonly ready: Record<string, unknown>;
  /** Everything it printed, newest last (bounded). */
  readonly output: string[];
  /** Sends a signal to the process alone, not to its group: its children must notice by themselves. */
  signal(signal: NodeJS.Signals): void;
  /** Resolves with the exit code (null after a signal). */
  readonly exited: Promise<number | null>;
};

type StartOptions = {
  file: string;
  args?: readonly string[];
  env: Record<string, string>;
  readyMessage: string;
  timeoutMs?: number;
};

/** Starts a main file under this Node and waits for its readiness line (pino JSON on stdout). */
export async function startProductProcess(options: StartOptions): Promise<ProductProcess> {
  const child = spawn(process.execPath, [options.file, ...(options.args ?? [])], {
    cwd: repositoryDir,
    env: { ...baseEnvironment(), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const ready = await readinessLine(child, output, exited, options).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  return {
    pid: child.pid ?? 0,
    ready,
    output,
    signal: (signal) => void child.kill(signal),
    exited,
  };
}

function readinessLine(
  child: ChildProcess,
  output: string[],
  exited: Promise<number | null>,
  options: StartOptions,
): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`${options.file} was not ready in time\n${output.slice(-40).join('\n')}`)),
      options.timeoutMs ?? 60_000,
    );
    void exited.then((code) => {
      clearTimeout(timer);
      reject(new Error(`${options.file} ended with ${code}\n${output.slice(-40).join('\n')}`));
    });
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        output.push(line);
        if (output.length > 5000) output.splice(0, 1000);
        const fields = parseLine(line);
        if (fields?.['msg'] !== options.readyMessage) return;
        clearTimeout(timer);
        resolve(fields);
      });
    }
  });
}

function parseLine(line: string): Record<string, unknown> | null {
  if (!line.startsWith('{')) return null;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return null;
  }
}

/** Runs one of the product's command-line files to its end; its standard output, or an error with what it printed. */
export async function runProductCommand(
  file: string,
  args: readonly string[],
  env: Record<string, string>,
  input = '',
): Promise<string> {
  const child = spawn(process.execPath, [file, ...args], {
    cwd: repositoryDir,
    env: { ...baseEnvironment(), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${file} ${args.join(' ')} ended with ${code}\n${out}\n${err}`);
  return out;
}

function baseEnvironment(): Record<string, string> {
  const kept = [
    'PATH',
    'HOME',
    'LANG',
    'TMPDIR',
    'CHROMIUM_PATH',
    'XDG_CACHE_HOME',
    'NODE_COMPILE_CACHE',
    'CI',
  ];
  return Object.fromEntries(kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
