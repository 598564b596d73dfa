import type { Console } from '../../recipes/console.ts';
import { parseOrNull } from '../../recipes/page-call.ts';
import { RecipeError } from '../../recipes/recipe-error.ts';
import { askForToken } from './access-token.ts';
import { labelOf, readOwnServer, refOf } from './hub.ts';
import { HubRefusal, StartEvent } from './schema.ts';
import { paths, selectors } from './selectors.ts';
import { keepAnswer } from './start-answer.ts';
import type { StartAnswer } from './start-answer.ts';

const pollMs = 50;
const stopPollMs = 300;

type Order = { label: string; template: string; beforeClick: () => Promise<void> };

/**
 * Has the hub start our server, with the label among the server's options, where it is found again. A template is chosen in the
 * hub's form, which keeps what it wants.
 */
export async function spawn(console: Console, order: Order): Promise<{ labRef: string }> {
  const { user, server } = await readOwnServer(console);
  if (server !== null)
    throw new RecipeError('seat_busy', `The seat's server runs already (started ${server.started}).`);
  const isPlain = order.template === '' || order.template === 'default';
  if (isPlain) return spawnPlain(console, user, order);
  // A hub without a form starts a server as soon as its page is opened.
  await order.beforeClick();
  const path = paths.hubSpawn(user);
  const status = await console.open(path).catch((error: unknown) => allowErrorPage(console, error));
  if (status >= 400) throw await explainRefusal(console, user);
  if (await console.has(selectors.spawnForm)) await submitForm(console, user, order);
  else await refuseWithoutForm(console, order.template);
  const labRef = await readStarted(console);
  if (labRef === null) throw await explainFailedStart(console, user);
  return { labRef };
}

/** The hub answers only when the server runs or has failed; that it began, its list says at once. */
async function spawnPlain(console: Console, user: string, order: Order): Promise<{ labRef: string }> {
  await order.beforeClick();
  let answer: StartAnswer | null = null;
  const asked = askForStart(console, user, order.label);
  void asked.then((given) => (answer = given));
  askForToken(console, user);
  for (;;) {
    const given = answer as StartAnswer | null;
    const labRef = await readStarted(console, order.label);
    if (labRef !== null) {
      keepAnswer(console, labRef, asked);
      return { labRef };
    }
    if (given?.refusal) throw given.refusal;
    if (given !== null) throw await explainFailedStart(console, user);
    await console.pause(pollMs);
  }
}

/** What the page began by being opened is not what was ordered: ended again, as soon as the hub lets us. */
async function refuseWithoutForm(console: Console, template: string): Promise<never> {
  for (let isAsked = false; ;) {
    const { user, server } = await readOwnServer(console);
    if (server === null) break;
    if (server.ready && !isAsked) {
      await console.call('DELETE', paths.hubServer(user));
      isAsked = true;
    } else await console.pause(stopPollMs);
  }
  throw new RecipeError(
    'template_unknown',
    `The hub has no form to choose ${template} in, only \`default\`.`,
  );
}

/** Never fails: what went wrong is in the answer. */
async function askForStart(console: Console, user: string, label: string): Promise<StartAnswer> {
  try {
    const { status, body } = await console.call('POST', paths.hubServer(user), { coinslot: [label] });
    const said = HubRefusal.safeParse(body).data?.message ?? '';
    const refusal = status >= 400 ? await classify(console, user, `${status} ${said}`) : null;
    return { isReady: status === 201, refusal };
  } catch (error) {
    const isOwn = error instanceof RecipeError && error.failure === 'lab_error';
    return { isReady: false, refusal: isOwn ? await explainLabError(console, user, error) : asError(error) };
  }
}

/** @param label where the start keeps one: a server with another was started by somebody else in the same moment */
async function readStarted(console: Console, label?: string): Promise<string | null> {
  const { server } = await readOwnServer(console);
  // What it was started with, and when, come a moment after it.
  if (server === null || server.started === null) return null;
  if (label !== undefined && labelOf(server) !== label)
    throw new RecipeError('seat_busy', `Somebody else started the seat's server (${server.started}).`);
  return refOf(server);
}

/** A start that fails at once is an answer of 500; a hub that is away has none of its own. */
async function explainLabError(console: Console, user: string, error: RecipeError): Promise<Error> {
  if (/status 50[234]/.test(error.message)) return error;
  return explainFailedStart(console, user).catch(asError);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

async function classify(console: Console, user: string, said: string): Promise<RecipeError> {
  const failed = await explainFailedStart(console, user);
  return classifyStart(`${said} ${failed.message}`);
}

/** Why the server that was being started is not there any more. Its page may not say it, the stream that feeds it does. */
export async function explainFailedStart(console: Console, user: string): Promise<RecipeError> {
  const { text } = await console.call('GET', paths.hubProgress(user));
  const data = [...text.matchAll(/^data: (.*)$/gm)].map(([, line = '']) => line);
  return classifyStart(startEvents(data).findLast(({ failed }) => failed)?.message ?? '');
}

/** The events of a start, as far as they are understood. */
export function startEvents(lines: readonly string[]): StartEvent[] {
  return lines.flatMap((line) => StartEvent.safeParse(parseOrNull(line)).data ?? []);
}

async function submitForm(console: Console, user: string, { template, beforeClick }: Order): Promise<void> {
  if (await console.has(selectors.spawnSelect(template)))
    await console.fill(selectors.spawnSelect(template), template);
  else if (await console.has(selectors.spawnChoice(template)))
    await console.press(selectors.spawnChoice(template));
  else throw new RecipeError('template_unknown', `The hub's form offers no ${template}.`);
  await beforeClick();
  const sent = console.submit(selectors.spawn);
  const status = await sent.catch((error: unknown) => allowErrorPage(console, error));
  if (status >= 400 || (await console.has(selectors.spawnError))) throw await explainRefusal(console, user);
}

/** A start that fails at once is a page with status 500; a hub that is away answers 502 or 503. */
async function allowErrorPage(console: Console, error: unknown): Promise<number> {
  if (!(error instanceof RecipeError) || error.failure !== 'lab_error') throw error;
  const { title } = await console.texts({ title: selectors.errorTitle });
  if (typeof title !== 'string' || /^50[234]/.test(title)) throw error;
  return 500;
}

/** Everything that the page and the hub say, since either may say nothing of use. */
async function explainRefusal(console: Console, user: string): Promise<RecipeError> {
  const shown = await console.texts({
    title: selectors.errorTitle,
    text: selectors.errorText,
    form: selectors.spawnError,
  });
  const said = [shown['title'], shown['text'], shown['form']];
  const text = said.filter((part) => typeof part === 'string' && part !== '').join(' ');
  return classify(console, user, text.replaceAll(/\s+/g, ' '));
}

/** What a hub, or a hook of its operator, says of a start that did not succeed. */
export function classifyStart(text: string): RecipeError {
  const said = text === '' ? 'it gave no reason' : text.slice(0, 500);
  // Before all else: what passes by itself must not close a seat until somebody comes.
  if (/\b429\b|pending spawn|too many users|active (user|server) limit|try again|no capacity/i.test(text))
    return new RecipeError('lab_start_failed', `The hub is busy: ${said}`);
  if (/time(d)? ?-?out|deadline exceeded|did(n't| not) respond|within \d+|in \d+ seconds/i.test(text))
    return new RecipeError('lab_start_timeout', `The hub gave the start up: ${said}`);
  if (/quota|allowance/i.test(text)) return new RecipeError('no_quota', `The hub refused the start: ${said}`);
  return new RecipeError('lab_start_failed', `The hub could not start the server: ${said}`);
}
