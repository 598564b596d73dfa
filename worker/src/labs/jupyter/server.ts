import { z } from 'zod';
import type { Console } from '../../recipes/console.ts';
import { RecipeError } from '../../recipes/recipe-error.ts';
import { readToken } from './access-token.ts';
import { readOwnServer, refOf } from './hub.ts';
import { loginPath } from './selectors.ts';
import { isLoginPage, signInAgain } from './sign-in.ts';

const Entered = z.object({ labRef: z.string(), url: z.string() });
const enteredName = 'jupyter-server';

const notebookRef = /^notebook~(.+)$/;

/** The label of a machine at a single server, which has nothing of the lab's to be known by; null = a hub's. */
export function notebookTag(labRef: string): string | null {
  return notebookRef.exec(labRef)?.[1] ?? null;
}

export function refOfNotebook(tag: string): string {
  return `notebook~${tag}`;
}

/**
 * Makes sure that the machine's own server takes our calls: by the token of this stay, or its cookies are got as a page would get them,
 * without drawing one.
 *
 * @param known the server's address, where the hub has just said it
 * @returns the server's address: a path that ends in a slash
 */
export async function enterServer(
  console: Console,
  labRef: string,
  known: string | null = null,
): Promise<string> {
  const entered = Entered.safeParse(console.session.kept?.get(enteredName)).data;
  if (entered?.labRef === labRef) return entered.url;
  const url = known ?? (await serverUrl(console, labRef));
  if ((await readToken(console)) === undefined) await getCookies(console, url);
  console.session.kept ??= new Map();
  console.session.kept.set(enteredName, { labRef, url });
  return url;
}

/** At a single server, before there is a machine. */
export async function enterNotebook(console: Console): Promise<string> {
  const url = console.absolute('');
  if (isLoginPage(console)) await getCookies(console, url);
  return url;
}

/** What opened it is given back: the next step asks for a way in of its own. */
export function leaveServer(console: Console): void {
  console.session.kept?.delete(enteredName);
}

async function serverUrl(console: Console, labRef: string): Promise<string> {
  if (notebookTag(labRef) !== null) return console.absolute('');
  const { server } = await readOwnServer(console);
  if (server === null || refOf(server) !== labRef || !server.ready)
    throw new RecipeError('machine_lost', 'The hub says that the server does not run any more.');
  return server.url;
}

/** A server that stopped answers 424 through the hub; one that is cut off 503. */
export async function getCookies(console: Console, url: string): Promise<void> {
  for (;;) {
    const { status, path } = await console.call('GET', url);
    if (!loginPath.test(path)) {
      if (status < 400 && path.startsWith(url)) return;
      throw new RecipeError('machine_lost', `The server's own page answered with status ${status}.`);
    }
    await signInAgain(console);
  }
}
