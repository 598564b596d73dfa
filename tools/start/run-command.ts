import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/**
 * Runs one of the parts' own commands to its end.
 *
 * @param input written to its standard input, where secrets go: an argument list is readable by every user
 * @returns its standard output
 * @throws Error with what it said when it ends with another code than 0
 */
export async function runCommand(
  args: readonly string[],
  { cwd, env, input = '' }: { cwd: string; env: NodeJS.ProcessEnv; input?: string },
): Promise<string> {
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
  // A command that ends without reading leaves a broken pipe; its exit code says more.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code === 0) return output;
  throw new Error(
    `\`${args.join(' ')}\` failed (exit code ${code}):\n${(errors || output).trim().slice(-2000)}`,
  );
}
