import type { Console } from '../../recipes/console.ts';
import { RecipeError } from '../../recipes/recipe-error.ts';
import { HubUser } from './schema.ts';
import { hubPath, loginPath, paths, selectors } from './selectors.ts';

/** Signs in at a hub by its form, or at a single server by its token or password. Cookies that still hold are enough. */
export async function signIn(console: Console): Promise<void> {
  if (console.seat.hasCookies && (await isSignedInAtHub(console))) return;
  // Always with an explicit next page: a hub's own choice is to start a server.
  const status = await console.open(paths.hubLogin(console.absolute(paths.hubHome)));
  if (status === 404 || !hubPath.test(console.path())) {
    const single = await console.open(paths.serverLogin(console.absolute('')));
    if (single === 404)
      throw new RecipeError('page_changed', 'There is neither a JupyterHub nor a Jupyter server here.');
  }
  if (!isLoginPage(console)) return;
  await refuseWhatIsForPeople(console);
  await submitForm(console);
}

/** From a page that costs nothing to draw. A hub of today wants more of a caller than its cookies, and is asked by its pages then. */
async function isSignedInAtHub(console: Console): Promise<boolean> {
  const status = await console.open(paths.hubHealth);
  if (status !== 200 || !hubPath.test(console.path())) return false;
  const who = await console.call('GET', paths.hubUser);
  return who.status === 200 && HubUser.safeParse(who.body).success;
}

/** Of a session that ended meanwhile: once a try. */
export async function signInAgain(console: Console): Promise<void> {
  if (console.session.signedInAgain) throw new RecipeError('session_expired', 'The lab signed us out again.');
  console.session.signedInAgain = true;
  console.say('The lab signed us out; signing in again…');
  await signIn(console);
}

/** An expired session is a login page with status 200: only its address tells. */
export function isLoginPage(console: Console): boolean {
  return loginPath.test(console.path());
}

async function submitForm(console: Console): Promise<void> {
  if (!(await console.has(selectors.password)))
    throw new RecipeError(
      'page_changed',
      'The login page asks for no password: this hub signs in elsewhere.',
    );
  if (await console.has(selectors.username)) await console.fill(selectors.username, console.seat.username);
  await console.fill(selectors.password, console.seat.password);
  await console.submit(selectors.signIn);
  const { error, title } = await readErrors(console);
  if (isLoginPage(console)) {
    await refuseWhatIsForPeople(console);
    if (error !== null) throw new RecipeError('seat_refused', `The lab refused the seat: ${error}`);
    throw new RecipeError('session_expired', 'The lab shows its login page right after signing in.');
  }
  if (title !== null && /^40[13]/.test(title))
    throw new RecipeError('account_blocked', `The lab lets this account in no further: ${title}`);
}

async function readErrors(console: Console): Promise<{ error: string | null; title: string | null }> {
  const shown = await console.texts({ error: selectors.signInError, title: selectors.errorTitle });
  return { error: shown['error']?.slice(0, 300) ?? null, title: shown['title']?.slice(0, 300) ?? null };
}

async function refuseWhatIsForPeople(console: Console): Promise<void> {
  if (await console.has(selectors.captcha))
    throw new RecipeError('captcha', 'The lab asks to prove that we are human.');
  if (await console.has(selectors.secondFactor))
    throw new RecipeError('second_factor', 'The lab asks for a second factor.');
}
