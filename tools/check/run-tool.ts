import { spawn } from 'node:child_process';
import path from 'node:path';

const repository = path.resolve(import.meta.dirname, '..', '..');

const patienceMs = 180_000;

export interface ToolRun {
  code: number;
  output: string;
}

/**
 * Runs a program of node_modules/.bin in `root` and answers its exit code and output, both streams together.
 *
 * @throws when the program cannot be started at all
 */
export async function runTool(root: string, name: string, args: readonly string[]): Promise<ToolRun> {
  const bin = path.join(repository, 'node_modules', '.bin');
  const child = spawn(path.join(bin, name), args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: patienceMs,
    killSignal: 'SIGKILL',
    env: {
      ...process.env,
      PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}`,
      NO_COLOR: '1',
      FORCE_COLOR: '0',
    },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, signal) => {
      if (signal !== null) output += `\n${name} was ended by ${signal}; it has ${patienceMs / 1000} s.`;
      resolve(exitCode ?? 1);
    });
  });
  return { code, output: output.trim() };
}
