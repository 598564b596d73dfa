import type { Console } from '../../recipes/console.ts';
import { RecipeError } from '../../recipes/recipe-error.ts';
import { openRunning, readEndsIn, readRefusal } from './machine-page.ts';
import { paths, selectors } from './selectors.ts';
import { actOn } from './visit.ts';

/** Every machine of this lab has an end: a page that shows none is not understood. */
export async function readEnd(console: Console, labRef: string): Promise<{ endsInMs: number }> {
  await openRunning(console, labRef);
  const endsInMs = await readEndsIn(console);
  if (endsInMs === null) throw new RecipeError('page_changed', 'The page of the machine shows no end.');
  return { endsInMs };
}

/** Fills in the form for more minutes. A machine that has had the longest time has no such form. */
export async function extend(
  console: Console,
  labRef: string,
  { minutes, beforeClick }: { minutes: number; beforeClick: () => Promise<void> },
): Promise<{ endsInMs: number }> {
  await openRunning(console, labRef);
  const [field] = await console.attributes(selectors.extendMinutes, ['max']);
  // The form would not be sent: the browser itself refuses what is above its bound.
  const offered = field === undefined ? 0 : Number(field['max'] ?? minutes);
  if (offered < minutes)
    throw new RecipeError(
      'extension_refused',
      `The lab offers ${offered} more minutes; ${minutes} are needed.`,
    );
  const status = await actOn(console, paths.machine(labRef), async () => {
    await console.fill(selectors.extendMinutes, String(minutes));
    await beforeClick();
    return console.submit(selectors.extend);
  });
  const refusal = status < 400 ? null : await readRefusal(console);
  if (status >= 400)
    throw new RecipeError('extension_refused', refusal ?? `The lab refused with status ${status}.`);
  return readEnd(console, labRef);
}
