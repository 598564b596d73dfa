import { secretValues } from '@coinslot/shared/worker-messages/seat-cookies.ts';
import type { SeatCookies } from '@coinslot/shared/worker-messages/seat-cookies.ts';
import { takeCookies } from '../browser/page/lab-cookies.ts';
import type { LabPage } from '../browser/page/lab-page.ts';
import type { Console } from '../recipes/console.ts';
import { RecipeError } from '../recipes/recipe-error.ts';
import type { MachineWork } from './machine-work.ts';

/** After these the kept cookies are no good: the next sign-in begins without them. */
const voidingFailures: ReadonlySet<string> = new Set(['session_expired', 'seat_refused', 'account_blocked']);

/**
 * Signs in as the recipe does, which looks first whether the cookies of an earlier sign-in still open the lab. What is new of them is
 * reported, so that the next holder of the seat may begin with it; none that failed to open the lab is kept.
 */
export async function signInAtLab(
  work: MachineWork,
  console: Console,
  { labPage, laid }: { labPage: LabPage; laid: SeatCookies | null },
): Promise<void> {
  try {
    await work.recipe.signIn(console);
  } catch (error) {
    const isVoid = error instanceof RecipeError && voidingFailures.has(error.failure);
    if (isVoid && laid !== null) void work.report({ kind: 'seat_cookies', cookies: null });
    throw error;
  }
  // A page that just broke tells it by itself with the next click.
  const cookies = await takeCookies(labPage.page, work.assignment.lab.baseUrl).catch(() => null);
  if (cookies === null || JSON.stringify(cookies) === JSON.stringify(laid)) return;
  for (const value of secretValues(cookies)) work.addSecret(value);
  void work.report({ kind: 'seat_cookies', cookies });
}
