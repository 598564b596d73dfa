import type { Console } from '../../recipes/console.ts';
import { RecipeError } from '../../recipes/recipe-error.ts';
import { Obstacles } from './schema.ts';
import { paths, selectors } from './selectors.ts';

/**
 * Opens a page and makes sure that it is that page: steps over what may be stepped over, and tells apart what may not.
 * An expired session (the sign-in page with status 200) is signed in again once a try.
 *
 * @returns the page's HTTP status
 */
export async function visit(console: Console, path: string): Promise<number> {
  return actOn(console, path, null);
}

/** Visits a page and does something there that leads to another; both again when the lab had signed us out meanwhile. */
export async function actOn(
  console: Console,
  path: string,
  act: (() => Promise<number>) | null,
): Promise<number> {
  for (;;) {
    let status = await console.open(path);
    let isSignedIn = await clearTheWay(console);
    if (isSignedIn && act !== null && status < 400) {
      status = await act();
      isSignedIn = await clearTheWay(console);
    }
    if (isSignedIn) return status;
    if (console.session.signedInAgain)
      throw new RecipeError('session_expired', `The lab signed us out again at ${path}.`);
    console.session.signedInAgain = true;
    console.say('The lab signed us out; signing in again…');
    await signIn(console);
  }
}

/** Fills in the sign-in form and looks at what the lab makes of it; not where an earlier sign-in still opens the lab. */
export async function signIn(console: Console): Promise<void> {
  if (console.seat.hasCookies && (await isSignedIn(console))) return;
  await console.open(paths.signIn);
  await console.fill(selectors.username, console.seat.username);
  await console.fill(selectors.password, console.seat.password);
  await console.submit(selectors.signIn);
  const isRefused = await console.has(selectors.signInError);
  if (isRefused) throw new RecipeError('seat_refused', 'The lab refused the user name or password.');
  if (!(await clearTheWay(console)))
    throw new RecipeError('session_expired', 'The lab shows its sign-in page right after signing in.');
  if (!(await console.has(selectors.templates)))
    throw new RecipeError(
      'page_changed',
      `After signing in the catalogue was expected at ${console.path()}.`,
    );
}

async function isSignedIn(console: Console): Promise<boolean> {
  await console.open(paths.catalogue);
  return (await clearTheWay(console)) && (await console.has(selectors.templates));
}

/** Looks for what stands in the way of any page. Answers whether we are signed in. */
async function clearTheWay(console: Console): Promise<boolean> {
  const seen = Obstacles.parse(
    await console.texts({
      captcha: selectors.captcha,
      terms: selectors.terms,
      message: selectors.message,
      dialog: selectors.dialog,
      signInForm: selectors.signInForm,
    }),
  );
  if (seen.captcha !== null) throw new RecipeError('captcha', 'The lab asks to prove that we are human.');
  if (seen.terms !== null) throw new RecipeError('terms', 'The lab asks to accept new terms of use.');
  if (seen.message !== null && /suspended|blocked|disabled/i.test(seen.message))
    throw new RecipeError('account_blocked', seen.message);
  if (seen.dialog !== null) await closeDialog(console);
  return seen.signInForm === null;
}

/** A dialog is only closed by its plain close button, never by a choice it offers. */
async function closeDialog(console: Console): Promise<void> {
  if (!(await console.has(selectors.dialogClose)))
    throw new RecipeError('page_blocked', 'A dialog without a close button lies over the page.');
  console.note('closing a dialog');
  const isGone = await console.dismiss(selectors.dialogClose);
  if (!isGone) throw new RecipeError('page_blocked', 'A dialog lies over the page and did not close.');
}
