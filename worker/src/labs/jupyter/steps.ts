import type { Console } from '../../recipes/console.ts';
import { RecipeError } from '../../recipes/recipe-error.ts';
import type { LabConnection, LabListing, Recipe } from '../../recipes/recipe.ts';
import { revokeToken } from './access-token.ts';
import { end } from './end.ts';
import { listOwn } from './hub.ts';
import { Claim, Claimed, Connection, Started, Status } from './schema.ts';
import { credentialSelectors, hubPath } from './selectors.ts';
import { enterNotebook, enterServer, leaveServer, notebookTag, refOfNotebook } from './server.ts';
import { signIn } from './sign-in.ts';
import { spawn } from './spawn.ts';
import { askMachine, dropTerminal, greetShell } from './terminal.ts';
import { waitForHub } from './wait-for-hub.ts';

/** What the set-up answered with is read once, in the same stay; later it is asked of the machine again. */
const freshConnection = 'jupyter-connection';
const loopback = '127.0.0.1';

/** Operates a JupyterHub, or one Jupyter server with a token, by its pages; the machine by a terminal of the server. */
export const jupyterRecipe: Recipe = {
  name: 'jupyter',
  credentialSelectors,
  signIn,
  list,
  end,

  async start(console, order) {
    if (isHub(console)) return spawn(console, order);
    const server = await enterNotebook(console);
    await order.beforeClick();
    const request = { act: 'claim', tag: order.label, failure: 'lab_start_failed' } as const;
    const { claimed, tag } = await askMachine(console, server, request, Claim);
    if (!claimed) throw new RecipeError('seat_busy', `The server is in use by ${tag}.`);
    return { labRef: refOfNotebook(tag) };
  },

  async waitUntilLive(console, labRef) {
    const url = notebookTag(labRef) === null ? await waitForHub(console, labRef) : null;
    await enterServer(console, labRef, url);
    return { endsInMs: null };
  },

  async openShell(console, labRef) {
    await greetShell(console, await enterServer(console, labRef));
  },

  async bootstrap(console, labRef, { endsInMs, tunnel }) {
    const server = await enterServer(console, labRef);
    const isHere = console.isLoopback();
    const request = {
      act: 'start',
      tag: notebookTag(labRef) ?? labRef.replaceAll(/[^A-Za-z0-9]/g, '-'),
      endsInMs,
      // A lab on this very host is reached by the loopback address, and by nobody else.
      listen: isHere ? loopback : '0.0.0.0',
      address: isHere ? loopback : null,
      tunnel,
      keepOpen: true,
      failure: 'bootstrap_failed',
    } as const;
    const { notes, connection } = await askMachine(console, server, request, Started);
    console.session.kept?.set(freshConnection, connection);
    return { output: notes.join('\n') };
  },

  async readConnection(console, labRef): Promise<LabConnection> {
    const server = await enterServer(console, labRef);
    const fresh = Connection.safeParse(console.session.kept?.get(freshConnection)).data;
    console.session.kept?.delete(freshConnection);
    if (fresh !== undefined) {
      await dropTerminal(console, server);
      await revokeToken(console);
      leaveServer(console);
    }
    const found =
      fresh ?? (await askMachine(console, server, { act: 'read', failure: 'machine_lost' }, Connection));
    if (console.isLoopback() && found.host !== loopback)
      throw new RecipeError('machine_lost', 'The machine names another address than the one it was given.');
    return { ...found, password: null };
  },

  async readEnd(console, labRef) {
    const server = await enterServer(console, labRef);
    const { endsInMs } = await askMachine(
      console,
      server,
      { act: 'status', failure: 'machine_lost' },
      Status,
    );
    return { endsInMs };
  },

  async extend(console, labRef, { minutes, beforeClick }) {
    const server = await enterServer(console, labRef);
    await beforeClick();
    const request = { act: 'extend', minutes, failure: 'extension_refused' } as const;
    const { endsInMs } = await askMachine(console, server, request, Status);
    return { endsInMs };
  },

  async restart(console, labRef, { beforeClick }) {
    const server = await enterServer(console, labRef);
    await beforeClick();
    await askMachine(console, server, { act: 'restart', failure: 'restart_refused' }, Status);
  },

  async readActivity(console, labRef) {
    const server = await enterServer(console, labRef);
    const { idleForMs } = await askMachine(
      console,
      server,
      { act: 'status', failure: 'machine_lost' },
      Status,
    );
    return { idleForMs };
  },
};

/** At a single server the note that a start left on the machine is the list. */
async function list(console: Console): Promise<LabListing[]> {
  if (isHub(console)) return listOwn(console);
  const server = await enterNotebook(console);
  const { tag } = await askMachine(console, server, { act: 'look', failure: 'shell_failed' }, Claimed);
  return tag === null ? [] : [{ labRef: refOfNotebook(tag), label: tag, state: 'live' }];
}

/** Where signing in led to tells it, and every page after that. */
function isHub(console: Console): boolean {
  return hubPath.test(console.path());
}
