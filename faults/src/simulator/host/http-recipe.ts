import type { Console } from '../../../../worker/src/recipes/console.ts';
import type { CallAnswer } from '../../../../worker/src/recipes/page-call.ts';
import { RecipeError } from '../../../../worker/src/recipes/recipe-error.ts';
import type { Recipe } from '../../../../worker/src/recipes/recipe.ts';
import { Listed, Shown, SignedIn, Started } from '../lab/lab-words.ts';

const pollMs = 120;

/** Operates the simulator's lab by its HTTP interface. The lab learns which worker asks, for its own record. */
export function createHttpRecipe(worker: string): Recipe {
  return {
    name: 'bundled',
    credentialSelectors: [],
    async signIn(console) {
      const { username, password } = console.seat;
      const answer = await console.call('POST', '/sign-in', { username, password, worker });
      if (answer.status !== 200) throw new RecipeError('lab_error', 'The lab did not let us in.');
      (console.session.kept ??= new Map()).set('token', SignedIn.parse(answer.body).token);
    },
    async start(console, { label, minutes, beforeClick }) {
      await beforeClick();
      const answer = await ask(console, 'POST', '/machines', { label, minutes });
      if (answer.status === 409) throw new RecipeError('seat_busy', 'The account has a machine already.');
      return { labRef: Started.parse(answer.body).ref };
    },
    async waitUntilLive(console, labRef) {
      for (;;) {
        const shown = await show(console, labRef);
        if (shown?.state === 'live') return { endsInMs: Math.round(shown.endsInMs) };
        if (shown?.state !== 'starting') throw new RecipeError('machine_lost', 'The machine is gone.');
        await console.pause(pollMs);
      }
    },
    openShell: (console, labRef) => needLive(console, labRef),
    async bootstrap(console, labRef) {
      await needLive(console, labRef);
      return { output: 'set up' };
    },
    async readConnection(console, labRef) {
      const shown = await show(console, labRef);
      if (shown?.state !== 'live') throw new RecipeError('machine_lost', 'The machine is gone.');
      return { ...shown.connection, privateKey: null };
    },
    async readEnd(console, labRef) {
      const shown = await show(console, labRef);
      if (shown === null) throw new RecipeError('machine_lost', 'The machine is gone.');
      return { endsInMs: Math.round(shown.endsInMs) };
    },
    async extend(console, labRef, { minutes, beforeClick }) {
      await beforeClick();
      const answer = await ask(console, 'POST', `/machines/${labRef}/extend`, { minutes });
      if (answer.status !== 200) throw new RecipeError('extension_refused', 'The lab gave no more time.');
      return { endsInMs: Math.round(Shown.parse(answer.body).endsInMs) };
    },
    async restart(console, labRef, { beforeClick }) {
      await beforeClick();
      const answer = await ask(console, 'POST', `/machines/${labRef}/restart`);
      if (answer.status !== 200) throw new RecipeError('restart_refused', 'The lab did not restart it.');
      for (;;) {
        const shown = await show(console, labRef);
        if (shown?.state === 'live') return;
        if (shown?.state !== 'restarting') throw new RecipeError('machine_lost', 'The machine is gone.');
        await console.pause(pollMs);
      }
    },
    async list(console) {
      const { machines } = Listed.parse((await ask(console, 'GET', '/machines')).body);
      return machines.map(({ ref, label, state }) => ({ labRef: ref, label, state }));
    },
    end: endMachine,
  };
}

async function endMachine(console: Console, labRef: string): Promise<'ended' | 'absent'> {
  for (let isAsked = false; ;) {
    const shown = await show(console, labRef);
    if (shown === null) return 'absent';
    if (shown.state === 'ended') return 'ended';
    if (!isAsked && shown.state !== 'ending') await ask(console, 'POST', `/machines/${labRef}/end`);
    else await console.pause(pollMs);
    isAsked = true;
  }
}

/** A shell on it answers: it runs. */
async function needLive(console: Console, labRef: string): Promise<void> {
  const shown = await show(console, labRef);
  if (shown?.state !== 'live') throw new RecipeError('shell_failed', 'No shell answers.');
}

/** The machine's page, or null when the lab does not know it. */
async function show(console: Console, labRef: string): Promise<Shown | null> {
  const answer = await ask(console, 'GET', `/machines/${labRef}`);
  return answer.status === 404 ? null : Shown.parse(answer.body);
}

async function ask(console: Console, method: string, path: string, body?: unknown): Promise<CallAnswer> {
  const token = console.session.kept?.get('token');
  const bearer = typeof token === 'string' ? token : undefined;
  const answer = await console.call(method, path, body, { bearer });
  if (answer.status === 401) throw new RecipeError('session_expired', 'The lab has signed us out.');
  return answer;
}
