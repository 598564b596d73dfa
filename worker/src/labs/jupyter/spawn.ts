import type { Console } from '../../recipes/console.ts';
import { RecipeError } from '../../recipes/recipe-error.ts';
import { readOwnServer, refOf } from './hub.ts';
import { FailedEvent } from './schema.ts';
import { paths, selectors } from './selectors.ts';

type Order = { label: string; template: string; beforeClick: () => Promise<void> };

/**
 * Has the hub start our server. A hub without a form keeps what stands in the query among the server's options, so that
 * the label is found again there; a hub with a form is given the template's choice.
 */
export async function spawn(console: Console, order: Order): Promise<{ labRef: string }> {
  const { user, server } = await readOwnServer(console);
  if (server !== null)
    throw new RecipeError('seat_busy', `The seat's server runs already (started ${server.started}).`);
  await order.beforeClick();
  const isPlain = order.template === '' || order.template === 'default';
  const path = isPlain ? paths.hubSpawnTagged(user, order.label) : paths.hubSpawn(user);
  const status = await console.open(path).catch((error: unknown) => allowErrorPage(console, error));
  if (status >= 400) throw await explainRefusal(console, user);
  if (await console.has(selectors.spawnForm)) await submitForm(console, user, order);
  const started = (await readOwnServer(console)).server;
  const labRef = started === null ? null : refOf(started);
  if (labRef === null) throw await explainFailedStart(console, user);
  return { labRef };
}

/** Why the server that was being started is not there any more. Its page may not say it, the stream that feeds it does. */
export async function explainFailedStart(console: Console, user: string): Promise<RecipeError> {
  const { text } = await console.call('GET', paths.hubProgress(user));
  const events = [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => parseOrNull(data));
  const failed = events.flatMap((event) => FailedEvent.safeParse(event).data?.message ?? []).at(-1);
  return classifyStart(failed ?? '');
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function submitForm(console: Console, user: string, { template, beforeClick }: Order): Promise<void> {
  if (await console.has(selectors.spawnSelect(template)))
    await console.fill(selectors.spawnSelect(template), template);
  else if (await console.has(selectors.spawnChoice(template)))
    await console.press(selectors.spawnChoice(template));
  else if (template !== '' && template !== 'default')
    throw new RecipeError('template_unknown', `The hub's form offers no ${template}.`);
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
  const failed = await explainFailedStart(console, user);
  const said = [shown['title'], shown['text'], shown['form'], failed.message];
  const text = said.filter((part) => typeof part === 'string' && part !== '').join(' ');
  return classifyStart(text.replaceAll(/\s+/g, ' '));
}

/** What a hub, or a hook of its operator, says of a start that did not succeed. */
export function classifyStart(text: string): RecipeError {
  const said = text === '' ? 'it gave no reason' : text.slice(0, 500);
  if (/pending spawn|too many users/i.test(text))
    return new RecipeError('lab_start_failed', `The hub is busy: ${said}`);
  if (/quota|limit|allowance|exceed|no capacity/i.test(text))
    return new RecipeError('no_quota', `The hub refused the start: ${said}`);
  if (/time(d)? ?-?out|did(n't| not) respond|within \d+|in \d+ seconds/i.test(text))
    return new RecipeError('lab_start_timeout', `The hub gave the start up: ${said}`);
  return new RecipeError('lab_start_failed', `The hub could not start the server: ${said}`);
}
