import type { Console } from '../../recipes/console.ts';
import { HubToken } from './schema.ts';
import { paths } from './selectors.ts';

const keptName = 'jupyter-token';
/** Longer than any set-up; the next stay asks for another. */
const lastsS = 3600;

/**
 * Asks the hub, as its own page for that does, for a token of the seat's. With it the server takes our calls at once; its cookies cost a
 * walk of five pages through the hub. Never fails: whatever is refused here leaves the cookies. Not waited for.
 */
export function askForToken(console: Console, user: string): void {
  const asked = console
    .call('POST', paths.hubTokens(user), { note: 'Coinslot', expires_in: lastsS })
    .then(({ body }) => HubToken.safeParse(body).data?.token)
    .catch(() => undefined);
  console.session.kept ??= new Map();
  console.session.kept.set(keptName, asked);
}

/** The token of this stay; undefined = the cookies have to do. */
export async function readToken(console: Console): Promise<string | undefined> {
  const token = await console.session.kept?.get(keptName);
  return typeof token === 'string' ? token : undefined;
}

/** It does not open the server (any more). */
export function dropToken(console: Console): void {
  console.session.kept?.delete(keptName);
}
