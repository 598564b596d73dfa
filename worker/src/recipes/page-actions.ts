import { setTimeout as sleep } from 'node:timers/promises';
import type { HTTPRequest } from 'puppeteer';
import { raceSignal } from '../browser/page/race-signal.ts';
import { explainNavigationError } from './explain-navigation-error.ts';
import { isContextLost, judgeResponse, probe } from './page-reader.ts';
import type { PageContext } from './page-reader.ts';
import { RecipeError } from './recipe-error.ts';

/** How long a page that is there may still be moving, or a dialog closing. */
const settleMs = 2000;
const pollMs = 50;

export async function openPath(context: PageContext, baseUrl: string, path: string): Promise<number> {
  const { page, pageMs, signal } = context;
  const url = new URL(path, baseUrl).href;
  await context.beforeAct();
  for (let tries = 1; ; tries += 1) {
    try {
      const loaded = page.goto(url, { waitUntil: 'domcontentloaded', timeout: pageMs });
      return judgeResponse(context, await raceSignal(loaded, signal), `GET ${path}`);
    } catch (error) {
      // A page that reloads itself may get in between.
      const isOvertaken = error instanceof Error && error.message.includes('net::ERR_ABORTED');
      if (tries > 1 || !isOvertaken) throw explainNavigationError(error, path, signal);
    }
  }
}

export async function fillField(context: PageContext, selector: string, value: string): Promise<void> {
  const { page, pageMs, signal, note } = context;
  if ((await probe(context, selector)) === 'missing')
    throw new RecipeError('page_changed', `${selector} is not on ${page.url()}.`);
  await context.beforeAct();
  note(`fill ${selector}`);
  try {
    await raceSignal(page.locator(selector).setTimeout(pageMs).fill(value, { signal }), signal);
  } catch (error) {
    throw explainNavigationError(error, selector, signal);
  }
}

/** Clicks what must load another page, and waits for that page: a click alone proves nothing. */
export async function submit(context: PageContext, selector: string): Promise<number> {
  const { page, pageMs, signal } = context;
  // Not only before the click: the time in which the page must come begins here.
  await context.beforeAct();
  const failed = Promise.withResolvers<never>();
  const onFailed = (request: HTTPRequest): void => {
    const isPage = request.isNavigationRequest() && request.frame() === page.mainFrame();
    if (isPage) failed.reject(new Error(request.failure()?.errorText ?? 'net::ERR_FAILED'));
  };
  failed.promise.catch(() => undefined);
  page.on('requestfailed', onFailed);
  try {
    const loaded = page.waitForNavigation({ waitUntil: 'domcontentloaded', timeout: pageMs, signal });
    loaded.catch(() => undefined);
    await click(context, selector);
    const response = await raceSignal(Promise.race([loaded, failed.promise]), signal);
    return judgeResponse(context, response, `submit ${selector}`);
  } catch (error) {
    throw explainNavigationError(error, selector, signal);
  } finally {
    page.off('requestfailed', onFailed);
  }
}

/** Clicks what must make itself go away; false when it stayed. */
export async function dismiss(context: PageContext, selector: string): Promise<boolean> {
  await click(context, selector);
  const until = performance.now() + settleMs;
  while ((await probe(context, selector)) === 'clickable') {
    if (performance.now() > until) return false;
    await raceSignal(sleep(pollMs), context.signal);
  }
  return true;
}

/** Never clicks blindly: what lies on top could be a button that agrees to something. */
export async function click(context: PageContext, selector: string): Promise<void> {
  const { page, pageMs, signal, note } = context;
  const until = performance.now() + Math.min(settleMs, pageMs);
  let state = await probe(context, selector);
  while (state !== 'clickable' && performance.now() < until) {
    await raceSignal(sleep(pollMs), signal);
    state = await probe(context, selector);
  }
  if (state === 'covered') throw new RecipeError('page_blocked', `Something lies on top of ${selector}.`);
  if (state !== 'clickable') throw new RecipeError('page_changed', `${selector} is not on ${page.url()}.`);
  await context.beforeAct();
  note(`click ${selector}`);
  try {
    await raceSignal(page.locator(selector).setTimeout(pageMs).click({ signal }), signal);
  } catch (error) {
    if (!isContextLost(error)) throw explainNavigationError(error, selector, signal);
  }
}
