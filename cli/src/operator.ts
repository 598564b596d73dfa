import { spawn } from 'node:child_process';
import path from 'node:path';
import { cliError } from './cli-error.ts';

const program = path.resolve(import.meta.dirname, '../../broker/src/cli.ts');

/** What the operator's commands were called before they stood below `operator`; still understood. */
const operatorWords = new Set(['setup', 'ledger', 'db', 'worker', 'lab', 'seat', 'recipe', 'session']);

/** The operator's own arguments when a command line is one of theirs, else null. */
export function toOperatorArguments(args: readonly string[]): string[] | null {
  const [first, ...rest] = args;
  if (first === 'operator') return rest;
  return first !== undefined && operatorWords.has(first) ? [...args] : null;
}

/** Runs an operator's command on the server's own terminal, without any key: it works on the database. Answers its exit code. */
export async function runOperator(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  return await new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { stdio: 'inherit', env: environment });
    child.once('error', () => reject(cliError('failed', 'The operator’s commands are where the broker is.')));
    child.once('close', (code) => resolve(code ?? 1));
  });
}
