import type { Console } from '../../recipes/console.ts';
import { RecipeError } from '../../recipes/recipe-error.ts';
import { readRefusal, readState } from './machine-page.ts';
import { paths, selectors } from './selectors.ts';
import { actOn } from './visit.ts';

const pollMs = 600;

/** Confirms the restart and follows the machine's page until it runs again. */
export async function restart(
  console: Console,
  labRef: string,
  { beforeClick }: { beforeClick: () => Promise<void> },
): Promise<void> {
  let state = await readState(console, paths.machine(labRef), labRef);
  if (state === 'live') {
    const status = await actOn(console, paths.restart(labRef), async () => {
      await beforeClick();
      return console.submit(selectors.confirmRestart);
    });
    const refusal = status < 400 ? null : await readRefusal(console);
    if (status >= 400)
      throw new RecipeError('restart_refused', refusal ?? `The lab refused with status ${status}.`);
    state = await readState(console, paths.machine(labRef), labRef);
  }
  while (state === 'restarting') {
    await console.pause(pollMs);
    state = await readState(console, paths.machine(labRef), labRef);
  }
  if (state !== 'live') throw new RecipeError('machine_lost', `The lab says that the machine is ${state}.`);
}
