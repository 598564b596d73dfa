import { labEndMaxMs } from '@coinslot/shared/worker-messages/report-body.ts';
import { z } from 'zod';
import type { Console } from '../../recipes/console.ts';
import { RecipeError } from '../../recipes/recipe-error.ts';
import type { LabState } from '../../recipes/recipe.ts';
import { MachineState } from './schema.ts';
import { paths, selectors } from './selectors.ts';
import { visit } from './visit.ts';

/** Opens a page of one machine and reads its state there. */
export async function readState(console: Console, path: string, labRef: string): Promise<LabState> {
  const status = await visit(console, path);
  if (status === 404) return 'absent';
  const state = (await console.attributes(selectors.machineState, ['data-state'])).at(0)?.['data-state'];
  const parsed = MachineState.safeParse(state);
  if (!parsed.success)
    throw new RecipeError('page_changed', `The page of machine ${labRef} shows no known state.`);
  return parsed.data;
}

/** Opens the page of a machine that must be running. */
export async function openRunning(console: Console, labRef: string): Promise<void> {
  const state = await readState(console, paths.machine(labRef), labRef);
  if (state === 'restarting')
    throw new RecipeError('seat_busy', 'The lab says that the machine is restarting.');
  if (state !== 'live') throw new RecipeError('machine_lost', `The lab says that the machine is ${state}.`);
}

/** Until the end that the open page of a machine shows, by the lab's own clock; null where it shows none. */
export async function readEndsIn(console: Console): Promise<number | null> {
  const endsAt = (await console.attributes(selectors.endsAt, ['datetime'])).at(0)?.['datetime'];
  const parsed = z.iso.datetime().safeParse(endsAt);
  if (!parsed.success) return null;
  return Math.min(labEndMaxMs, Math.max(0, Date.parse(parsed.data) - console.labNow()));
}

/** What the lab answered when it did not do what it was told; null when the answer is not such a page. */
export async function readRefusal(console: Console): Promise<string | null> {
  return (await console.texts({ message: selectors.message }))['message'] ?? null;
}
