import type { Problem } from '@coinslot/shared/http/problem.ts';
import { type ExitCode, exitCodeOf, exitCodes } from './exit-codes.ts';

const mark = Symbol('CliError');

/** An error that its reader may see: a sentence that says what to do, and how the command ends. */
export interface CliError extends Error {
  readonly [mark]: true;
  readonly exitCode: ExitCode;
  /** What the server said, when it was the server. */
  readonly problem: Problem | null;
}

/** Makes (does not throw) an error for the person at the terminal. */
export function cliError(exitCode: keyof typeof exitCodes, message: string): CliError {
  return Object.assign(new Error(message), {
    [mark]: true as const,
    exitCode: exitCodes[exitCode],
    problem: null,
  });
}

/** The error of a refusal by the server. */
export function problemError(problem: Problem): CliError {
  const fields = Object.entries(problem.fields ?? {}).map(([field, what]) => `  ${field.slice(1)}: ${what}`);
  const message = [problem.detail, ...sayScope(problem), ...fields].join('\n');
  return Object.assign(new Error(message), { [mark]: true as const, exitCode: exitCodeOf(problem), problem });
}

/** Which scope a key lacks, for who makes another one. */
function sayScope({ code, params }: Problem): string[] {
  const scope = params?.['scope'];
  return code === 'scope_missing' && typeof scope === 'string' ? [`It lacks the scope ${scope}.`] : [];
}

export function isCliError(error: unknown): error is CliError {
  return error instanceof Error && mark in error;
}
