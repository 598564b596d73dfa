import type { ProvisionFailure } from '@coinslot/shared/states/provision-failure.ts';
import { secretValues } from '@coinslot/shared/worker-messages/seat-cookies.ts';
import type { SeatCookies } from '@coinslot/shared/worker-messages/seat-cookies.ts';
import { takeCookies } from '../browser/page/lab-cookies.ts';
import type { LabPage } from '../browser/page/lab-page.ts';
import type { Console } from '../recipes/console.ts';
import type { VisitWork } from './lab-visit.ts';
import { tellFailure } from './tell-failure.ts';

/** What says nothing against the kept cookies: a person is asked for something by a lab that knows them, or our browser went. */
const sparingFailures: ReadonlySet<ProvisionFailure> = new Set([
  'captcha',
  'terms',
  'second_factor',
  'page_blocked',
  'browser_failed',
]);

/**
 * Signs in as the recipe does, which looks first whether the cookies of an earlier sign-in still open the lab. What is new of them is
 * reported, so that the next holder of the seat may begin with it. Cookies with which the sign-in failed, however it did, are forgotten:
 * the next try begins with the form.
 */
export async function signInAtLab(
  work: VisitWork,
  console: Console,
  { labPage, laid }: { labPage: LabPage; laid: SeatCookies | null },
): Promise<void> {
  try {
    await work.recipe.signIn(console);
  } catch (error) {
    const isOurs = work.signal.aborted || work.pageSignal().aborted;
    if (laid !== null && !isOurs && !sparingFailures.has(tellFailure(error, 'sign_in').failure)) {
      work.orders.refuseCookies(laid);
      void work.report({ kind: 'seat_cookies', cookies: null });
    }
    throw error;
  }
  // A page that just broke tells it by itself with the next click.
  const cookies = await takeCookies(labPage.page, work.assignment.lab.baseUrl).catch(() => null);
  if (cookies === null || JSON.stringify(cookies) === JSON.stringify(laid)) return;
  for (const value of secretValues(cookies)) work.addSecret(value);
  void work.report({ kind: 'seat_cookies', cookies });
}
