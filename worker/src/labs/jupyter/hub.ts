import type { Console } from '../../recipes/console.ts';
import { RecipeError } from '../../recipes/recipe-error.ts';
import type { LabListing, LabState } from '../../recipes/recipe.ts';
import { HubUser, Tag } from './schema.ts';
import type { HubServer } from './schema.ts';
import { hubPath, paths } from './selectors.ts';
import { isLoginPage, signInAgain } from './sign-in.ts';

/** Our name at the hub, and our server if it runs, is being started or being stopped. */
export type OwnServer = { user: string; server: HubServer | null };

/** Asks the hub, from one of its own pages: from elsewhere it does not answer. */
export async function readOwnServer(console: Console): Promise<OwnServer> {
  for (;;) {
    if (!hubPath.test(console.path()) || isLoginPage(console)) await console.open(paths.hubHome);
    if (!isLoginPage(console)) {
      const { status, body } = await console.call('GET', paths.hubUser);
      if (status === 200) return parseOwn(body);
      if (status !== 401 && status !== 403)
        throw new RecipeError('page_changed', `The hub answered who we are with status ${status}.`);
    }
    await signInAgain(console);
  }
}

/** Our own start, and no later one by somebody else: the hub notes when each began. */
export function refOf({ started }: HubServer): string | null {
  return started === null ? null : `hub~${started}`;
}

export async function listOwn(console: Console): Promise<LabListing[]> {
  const { server } = await readOwnServer(console);
  const labRef = server === null ? null : refOf(server);
  if (server === null || labRef === null) return [];
  return [{ labRef, label: labelOf(server) ?? '', state: stateOf(server) }];
}

/** What we started it with; null = it was not us, or the hub's form did not keep it. */
export function labelOf(server: HubServer): string | null {
  return Tag.safeParse(server.user_options?.['coinslot']).data ?? null;
}

function stateOf({ pending, ready }: HubServer): LabState {
  if (pending === 'stop') return 'ending';
  return ready ? 'live' : 'starting';
}

function parseOwn(body: unknown): OwnServer {
  const user = HubUser.safeParse(body);
  if (!user.success)
    throw new RecipeError('page_changed', 'The hub does not list our servers as a hub does.');
  const server = user.data.servers[''] ?? null;
  const isThere = server !== null && (server.ready || server.pending !== null);
  return { user: user.data.name, server: isThere ? server : null };
}
