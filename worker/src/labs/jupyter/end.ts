import type { Console } from '../../recipes/console.ts';
import { RecipeError } from '../../recipes/recipe-error.ts';
import { readOwnServer, refOf } from './hub.ts';
import { Claimed, Nothing } from './schema.ts';
import { paths } from './selectors.ts';
import { enterNotebook, enterServer, notebookTag } from './server.ts';
import { askMachine } from './terminal.ts';

const pollMs = 300;

/** First what we started on the machine, which outlives the server where both share a host; then the server itself. */
export async function end(console: Console, labRef: string): Promise<'ended' | 'absent'> {
  const tag = notebookTag(labRef);
  return tag === null ? endAtHub(console, labRef) : endAtNotebook(console, tag);
}

async function endAtNotebook(console: Console, tag: string): Promise<'ended' | 'absent'> {
  const server = await enterNotebook(console);
  const found = await askMachine(console, server, { act: 'look', failure: 'shell_failed' }, Claimed);
  if (found.tag !== tag) return 'absent';
  await askMachine(console, server, { act: 'stop', failure: 'shell_failed' }, Nothing);
  return 'ended';
}

async function endAtHub(console: Console, labRef: string): Promise<'ended' | 'absent'> {
  let isCleared = false;
  let isAsked = false;
  for (;;) {
    // Asked from a page of the hub's, which is also where stopping is allowed from.
    const { user, server } = await readOwnServer(console);
    if (server === null || refOf(server) !== labRef) return isAsked ? 'ended' : 'absent';
    if (server.ready && !isCleared) {
      isCleared = true;
      await clearMachine(console, labRef);
      continue;
    }
    const isStopped = server.pending === null && !isAsked && (await stopServer(console, user));
    if (isStopped) isAsked = true;
    // Also where the hub, in the middle of something, refused: the next look tells.
    else await console.pause(pollMs);
  }
}

/** A server whose terminals do not work any more is stopped all the same; the machine's own end timer has the rest. */
async function clearMachine(console: Console, labRef: string): Promise<void> {
  try {
    const server = await enterServer(console, labRef);
    await askMachine(console, server, { act: 'stop', failure: 'shell_failed' }, Nothing);
  } catch (error) {
    if (!(error instanceof RecipeError)) throw error;
    console.note(`the machine was not cleared: ${error.message}`);
  }
}

async function stopServer(console: Console, user: string): Promise<boolean> {
  const { status } = await console.call('DELETE', paths.hubServer(user));
  if (status === 202 || status === 204) return true;
  // Not known, or in the middle of something: the next look tells.
  if (status === 400 || status === 404) return false;
  throw new RecipeError('lab_error', `The hub did not stop the server (status ${status}).`);
}
