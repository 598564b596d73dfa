import type { Console } from '../../recipes/console.ts';
import { RecipeError } from '../../recipes/recipe-error.ts';
import { readOwnServer, refOf } from './hub.ts';
import { serverPath } from './selectors.ts';
import { isLoginPage, signInAgain } from './sign-in.ts';

const notebookRef = /^notebook~(.+)$/;

/** The label of a machine at a single server, which has nothing of the lab's to be known by; null = a hub's. */
export function notebookTag(labRef: string): string | null {
  return notebookRef.exec(labRef)?.[1] ?? null;
}

export function refOfNotebook(tag: string): string {
  return `notebook~${tag}`;
}

/**
 * Brings the console to a page of the machine's own server.
 *
 * @returns the server's address: a path that ends in a slash
 */
export async function enterServer(console: Console, labRef: string): Promise<string> {
  if (notebookTag(labRef) !== null) return enterNotebook(console);
  // Only our own server's pages have such a path, and only this function leads there.
  const current = serverPath.exec(console.path())?.[1];
  if (current !== undefined) return current;
  const { server } = await readOwnServer(console);
  if (server === null || refOf(server) !== labRef || !server.ready)
    throw new RecipeError('machine_lost', 'The hub says that the server does not run any more.');
  return visitServer(console, server.url);
}

export async function enterNotebook(console: Console): Promise<string> {
  const url = console.absolute('');
  if (console.path().startsWith(url) && !isLoginPage(console)) return url;
  return visitServer(console, url);
}

/** A server that stopped answers 424 through the hub; one that is cut off 503. */
async function visitServer(console: Console, url: string): Promise<string> {
  for (;;) {
    const status = await console.open(url);
    if (!isLoginPage(console)) {
      if (status < 400 && console.path().startsWith(url)) return url;
      throw new RecipeError('machine_lost', `The server's own page answered with status ${status}.`);
    }
    await signInAgain(console);
  }
}
