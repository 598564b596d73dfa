import type { Console } from '../../recipes/console.ts';
import { RecipeError } from '../../recipes/recipe-error.ts';
import { Transcript } from './schema.ts';
import { paths, selectors } from './selectors.ts';
import { actOn } from './visit.ts';

/** Runs one command on the machine through the lab's terminal page. */
export async function runCommand(console: Console, labRef: string, command: string): Promise<Transcript> {
  const status = await actOn(console, paths.terminal(labRef), async () => {
    if (await console.has(selectors.terminalError)) return 409;
    await console.fill(selectors.command, command);
    return console.submit(selectors.runCommand);
  });
  const shown = await console.texts({
    output: selectors.transcript,
    exitCode: selectors.exitCode,
    error: selectors.terminalError,
  });
  const fault = shown['error'];
  if (typeof fault === 'string') throw new RecipeError('machine_lost', fault);
  const transcript = Transcript.safeParse(shown);
  if (transcript.success) return transcript.data;
  throw new RecipeError('shell_failed', `The terminal page showed no transcript (status ${status}).`);
}

/** One word for a POSIX shell, whatever is in it. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
