import type { Console } from '../recipes/console.ts';
import { RecipeError } from '../recipes/recipe-error.ts';
import type { LabState } from '../recipes/recipe.ts';
import type { MachineWork } from './machine-work.ts';

const runningStates: readonly LabState[] = ['live', 'restarting'];

/** The lab's id of the machine we keep: as the broker knows it, else by its tag in the lab's list. */
export async function findOwnRef(work: MachineWork, console: Console): Promise<string> {
  const open = work.sessions.open();
  const known = open.find(({ labRef }) => labRef !== null)?.labRef;
  if (known !== undefined && known !== null) return known;
  const tags = new Set(open.map(({ tag }) => tag));
  const listings = await work.recipe.list(console);
  const own = listings.find(({ label, state }) => tags.has(label) && runningStates.includes(state));
  if (own === undefined) throw new RecipeError('machine_lost', 'The lab lists no machine of ours.');
  return own.labRef;
}
