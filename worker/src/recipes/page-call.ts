import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { callInPage } from '../browser/page/in-page-calls.ts';
import { raceSignal } from '../browser/page/race-signal.ts';
import { read } from './page-reader.ts';
import type { PageContext } from './page-reader.ts';
import { RecipeError } from './recipe-error.ts';

const Answer = z.union([
  z.object({ status: z.int(), text: z.string(), url: z.string() }),
  z.object({ error: z.string() }),
]);

/** What a page's own script would get: `body` is the parsed JSON of `text`, null where it is none; `path` where redirects led. */
export type CallAnswer = { status: number; body: unknown; text: string; path: string };

/** `bearer`: what the lab gave us to be known by instead of the cookies. */
export type CallRequest = { method: string; path: string; body?: unknown; bearer?: string | undefined };

/** The page may not answer at all, when it is frozen: so much later we stop waiting for its own deadline. */
const graceMs = 500;

/**
 * Calls the lab from within the page, as its scripts do. A status of 500 and more is a `lab_error`, no answer in time a
 * `page_timeout`, no connection `lab_unreachable`; everything else is the caller's to judge.
 */
export async function callFromPage(
  context: PageContext,
  baseUrl: string,
  request: CallRequest,
): Promise<CallAnswer> {
  const { signal, note } = context;
  const { method, path } = request;
  const answer = await callTwice(context, baseUrl, request);
  if ('error' in answer) {
    note(`${method} ${path} → ${answer.error}`);
    if (answer.error === 'TimeoutError' || answer.error === 'AbortError')
      throw new RecipeError('page_timeout', `The lab took too long: ${method} ${path}.`);
    signal.throwIfAborted();
    throw new RecipeError('lab_unreachable', `The lab could not be reached: ${method} ${path}.`);
  }
  note(`${method} ${path} → ${answer.status}`);
  if (answer.status >= 500)
    throw new RecipeError('lab_error', `The lab answered ${method} ${path} with status ${answer.status}.`);
  const { status, text } = answer;
  return { status, body: parseOrNull(text), text, path: new URL(answer.url).pathname };
}

/** A page that moves on by itself takes its requests with it: what only reads is asked once more then. */
async function callTwice(
  context: PageContext,
  baseUrl: string,
  request: CallRequest,
): Promise<z.infer<typeof Answer>> {
  const first = await callOnce(context, baseUrl, request);
  if (!('error' in first) || first.error !== 'TypeError' || request.method !== 'GET') return first;
  await raceSignal(sleep(300), context.signal);
  return callOnce(context, baseUrl, request);
}

async function callOnce(
  context: PageContext,
  baseUrl: string,
  request: CallRequest,
): Promise<z.infer<typeof Answer>> {
  const { page, pageMs, signal } = context;
  const { method, path, bearer = null } = request;
  const url = new URL(path, baseUrl).href;
  await context.beforeAct();
  const body = request.body === undefined ? null : JSON.stringify(request.body);
  const token = bearer === null ? await raceSignal(forgeryToken(context, new URL(url)), signal) : null;
  const late = AbortSignal.timeout(pageMs + graceMs);
  const called = raceSignal(
    read(context, () => page.evaluate(callInPage, { method, url, body, token, bearer, timeoutMs: pageMs })),
    AbortSignal.any([signal, late]),
  );
  return Answer.parse(
    await called.catch((error: unknown) => {
      if (late.aborted && !signal.aborted) return { error: 'TimeoutError' };
      throw error;
    }),
  );
}

/** The cookie that pages repeat in a header, of the most particular path: a page elsewhere at the lab would not see it. */
async function forgeryToken({ page }: PageContext, url: URL): Promise<string | null> {
  const cookies = await page.browserContext().cookies();
  const fitting = cookies.filter(
    ({ name, domain, path }) =>
      name === '_xsrf' && domain.replace(/^\./, '') === url.hostname && url.pathname.startsWith(path),
  );
  return fitting.toSorted((a, b) => b.path.length - a.path.length)[0]?.value ?? null;
}

/** Null for what is no JSON. */
export function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
