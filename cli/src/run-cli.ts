import { CommanderError } from 'commander';
import type { Cli } from './cli-context.ts';
import { isCliError } from './cli-error.ts';
import type { CliConfig } from './config.ts';
import { createProgram } from './create-program.ts';
import { exitCodes } from './exit-codes.ts';
import { runOperator, toOperatorArguments } from './operator.ts';
import { plain } from './output/plain.ts';
import type { Terminal } from './terminal.ts';

/** Runs one command line. Never throws: errors are told, and the answer is the exit code. */
export async function runCli(
  args: readonly string[],
  { config, terminal }: { config: CliConfig; terminal: Terminal },
): Promise<number> {
  const cli: Cli = { config, terminal, exitCode: exitCodes.ok };
  try {
    const operators = toOperatorArguments(args);
    if (operators !== null) return await runOperator(operators, config.environment);
    await createProgram(cli).parseAsync(args, { from: 'user' });
    return cli.exitCode;
  } catch (error) {
    return tellError(error, terminal, args.includes('--json'));
  }
}

/** Tells an error on stderr, as one JSON value when results are JSON, and says how the process ends. */
export function tellError(
  error: unknown,
  terminal: Pick<Terminal, 'err' | 'signal'>,
  asJson: boolean,
): number {
  // Commander has said it already; of help it says that it is no error.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  if (terminal.signal.aborted) return 130;
  const { exitCode, message, problem } = isCliError(error)
    ? error
    : { exitCode: exitCodes.failed, message: sayUnknown(error), problem: null };
  const told = { exitCode, code: problem?.code ?? null, message, params: problem?.params ?? {} };
  terminal.err(asJson ? `${JSON.stringify({ error: told })}\n` : `${plain(message)}\n`);
  return exitCode;
}

function sayUnknown(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
