import { setTimeout as sleep } from 'node:timers/promises';
import type { HTTPRequest, HTTPResponse } from 'puppeteer';
import { z } from 'zod';
import { probeClick, readAttributes, readTexts } from '../browser/page/in-page.ts';
import type { LabPage } from '../browser/page/lab-page.ts';
import { raceSignal } from '../browser/page/race-signal.ts';
import { redactUrl } from '../browser/page/redact-url.ts';
import { explainNavigationError } from './explain-navigation-error.ts';
import { RecipeError } from './recipe-error.ts';
import type { Seat } from './recipe.ts';

const Texts = z.record(z.string(), z.string().nullable());
const Probe = z.enum(['missing', 'invisible', 'covered', 'clickable']);

/** What a recipe does on a lab's pages. Every wait ends with the step's deadline, a crash of the page, or `pageMs`. */
export type Console = {
  seat: Seat;
  /** Shared by the consoles of one try: an expired session is signed in again once, not for ever. */
  session: LabSessionMemory;
  /** Loads a page of the lab by its path. Answers with the HTTP status (below 500). */
  open: (path: string) => Promise<number>;
  /** Where the console stands: path without query. */
  path: () => string;
  texts: <Name extends string>(selectors: Record<Name, string>) => Promise<Record<Name, string | null>>;
  attributes: (selector: string, names: string[]) => Promise<Record<string, string | null>[]>;
  has: (selector: string) => Promise<boolean>;
  fill: (selector: string, value: string) => Promise<void>;
  /** Clicks what must load another page, and waits for that page. Answers with its HTTP status (below 500). */
  submit: (selector: string) => Promise<number>;
  /** Clicks what must make itself or its dialog go away; false when it stayed. */
  dismiss: (selector: string) => Promise<boolean>;
  /** A line in the member's log. */
  say: (line: string) => void;
  /** A line in the step log that admins see with the evidence. */
  note: (line: string) => void;
  pause: (ms: number) => Promise<void>;
};

export type LabSessionMemory = { signedInAgain: boolean };

export type ConsoleOptions = {
  labPage: LabPage;
  session: LabSessionMemory;
  baseUrl: string;
  seat: Seat;
  /** Bounds one page load or one click. */
  pageMs: number;
  signal: AbortSignal;
  say: (line: string) => void;
  note: (line: string) => void;
};

const settleMs = 2000;

/** A console over one lab page. The signal ends it for good; recipes get a fresh one for each step. */
export function createConsole(options: ConsoleOptions): Console {
  const { labPage, baseUrl, pageMs, say, note } = options;
  const { page } = labPage;
  const signal = AbortSignal.any([options.signal, labPage.broken]);

  function race<Value>(work: Promise<Value>): Promise<Value> {
    return raceSignal(work, signal);
  }

  async function open(path: string): Promise<number> {
    const url = new URL(path, baseUrl).href;
    for (let tries = 1; ; tries += 1) {
      try {
        const response = await race(page.goto(url, { waitUntil: 'domcontentloaded', timeout: pageMs }));
        return judge(response, `GET ${path}`);
      } catch (error) {
        // A page that reloads itself may get in between.
        if (tries > 1 || !isAborted(error)) throw explainNavigationError(error, path, signal);
      }
    }
  }

  function judge(response: HTTPResponse | null, what: string): number {
    const status = response?.status() ?? 0;
    note(`${what} → ${status} at ${redactUrl(page.url())}`);
    if (status >= 500) throw new RecipeError('lab_error', `The lab answered ${what} with status ${status}.`);
    return status;
  }

  /** Reading may fall into the moment in which the page changes: then once more, on the new one. */
  async function read<Value>(reader: () => Promise<Value>): Promise<Value> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await race(reader());
      } catch (error) {
        if (tries > 3 || signal.aborted || !isContextLost(error)) throw error;
        await race(sleep(100));
      }
    }
  }

  async function probe(selector: string): Promise<z.infer<typeof Probe>> {
    return Probe.parse(await read(() => page.evaluate(probeClick, selector)));
  }

  /** Never clicks blindly: what lies on top could be a button that agrees to something. */
  async function click(selector: string): Promise<void> {
    const until = performance.now() + Math.min(settleMs, pageMs);
    let state = await probe(selector);
    while (state !== 'clickable' && performance.now() < until) {
      await race(sleep(50));
      state = await probe(selector);
    }
    if (state === 'covered') throw new RecipeError('page_blocked', `Something lies on top of ${selector}.`);
    if (state !== 'clickable') throw new RecipeError('page_changed', `${selector} is not on ${page.url()}.`);
    note(`click ${selector}`);
    await race(page.locator(selector).setTimeout(pageMs).click({ signal })).catch((error: unknown) => {
      if (!isContextLost(error)) throw explainNavigationError(error, selector, signal);
    });
  }

  async function submit(selector: string): Promise<number> {
    const failed = Promise.withResolvers<never>();
    const onFailed = (request: HTTPRequest): void => {
      const isPage = request.isNavigationRequest() && request.frame() === page.mainFrame();
      if (isPage) failed.reject(new Error(request.failure()?.errorText ?? 'net::ERR_FAILED'));
    };
    failed.promise.catch(() => undefined);
    page.on('requestfailed', onFailed);
    const loaded = page.waitForNavigation({ waitUntil: 'domcontentloaded', timeout: pageMs, signal });
    loaded.catch(() => undefined);
    try {
      await click(selector);
      return judge(await race(Promise.race([loaded, failed.promise])), `submit ${selector}`);
    } catch (error) {
      throw explainNavigationError(error, selector, signal);
    } finally {
      page.off('requestfailed', onFailed);
    }
  }

  async function fill(selector: string, value: string): Promise<void> {
    if ((await probe(selector)) === 'missing')
      throw new RecipeError('page_changed', `${selector} is not on ${page.url()}.`);
    note(`fill ${selector}`);
    await race(page.locator(selector).setTimeout(pageMs).fill(value, { signal })).catch((error: unknown) => {
      throw explainNavigationError(error, selector, signal);
    });
  }

  async function dismiss(selector: string): Promise<boolean> {
    await click(selector);
    const until = performance.now() + settleMs;
    while ((await probe(selector)) === 'clickable') {
      if (performance.now() > until) return false;
      await race(sleep(50));
    }
    return true;
  }

  return {
    seat: options.seat,
    session: options.session,
    open,
    path: () => URL.parse(page.url())?.pathname ?? '',
    async texts<Name extends string>(selectors: Record<Name, string>) {
      const named: Record<string, string> = selectors;
      const texts = Texts.parse(await read(() => page.evaluate(readTexts, named)));
      // readTexts answers with exactly the names it was given.
      return texts as Record<Name, string | null>;
    },
    attributes: async (selector, names) =>
      z.array(Texts).parse(await read(() => page.evaluate(readAttributes, selector, names))),
    has: async (selector) => (await probe(selector)) !== 'missing',
    fill,
    submit,
    dismiss,
    say(line) {
      note(`say ${line}`);
      say(line);
    },
    note,
    pause: (ms) => race(sleep(ms)),
  };
}

function isAborted(error: unknown): boolean {
  return error instanceof Error && error.message.includes('net::ERR_ABORTED');
}

function isContextLost(error: unknown): boolean {
  return (
    error instanceof Error &&
    /context was destroyed|Cannot find context|detached|Inspected target navigated/i.test(error.message)
  );
}
