import type { Console } from '../../recipes/console.ts';
import { openRunning } from './machine-page.ts';
import { LastUse } from './schema.ts';
import { selectors } from './selectors.ts';

/** Reads from the machine's page when somebody was last logged in, by the lab's own clock. */
export async function readActivity(console: Console, labRef: string): Promise<{ idleForMs: number | null }> {
  await openRunning(console, labRef);
  const [shown] = await console.attributes(selectors.lastUsed, ['datetime', 'data-in-use']);
  const use = LastUse.safeParse(shown);
  if (!use.success) return { idleForMs: null };
  return { idleForMs: use.data.inUse ? 0 : Math.max(0, console.labNow() - use.data.at) };
}
