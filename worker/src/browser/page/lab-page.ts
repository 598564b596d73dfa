import type { Browser, BrowserContext, ConsoleMessage, Dialog, HTTPRequest, Page } from 'puppeteer';
import { followLabClock } from './follow-lab-clock.ts';
import { followPopUps } from './follow-pop-ups.ts';
import { raceSignal } from './race-signal.ts';
import { redactUrl, redactUrls } from './redact-url.ts';
import { createRingBuffer } from './ring-buffer.ts';
import type { RingBuffer } from './ring-buffer.ts';

/** The page or its browser is gone: nothing on it can be waited for any more. */
export class BrokenPageError extends Error {
  override name = 'BrokenPageError';
}

/** The page asked for a decision (confirm, prompt) that is not ours to make: nothing more is done on it. */
export class BlockedPageError extends Error {
  override name = 'BlockedPageError';
}

/** One page in a browser context of its own: own cookies, own storage. One a lease. */
export type LabPage = {
  page: Page;
  /** What a person would have before them: the newest page that this one opened beside itself, else this one. */
  front: () => Page;
  /** Aborted with a BrokenPageError when the page crashed or the browser went away. */
  broken: AbortSignal;
  /** Aborted with a BlockedPageError when the page asked for a decision. It can still be looked at. */
  blocked: () => AbortSignal;
  /** A person decided: `blocked` is a new one from now on. */
  unblock: () => void;
  /** The lab's clock, in ms since 1970. */
  labNow: () => number;
  console: RingBuffer;
  network: RingBuffer;
  /**
   * Called for each dialog of the browser. It is answered at once, since an open one stops the page: what only tells
   * something is accepted, what asks for a decision is dismissed and blocks the page.
   */
  onDialog: (listener: DialogListener) => void;
  /** Called for each page that opens beside this one. */
  onPopUp: (listener: (popUp: Page) => void) => void;
  /** Closes the context; never fails and never hangs. */
  close: () => Promise<void>;
};

type DialogListener = (text: string, answer: 'accepted' | 'dismissed') => void;

const closeTimeoutMs = 3000;
const harmlessDialogs: ReadonlySet<string> = new Set(['alert', 'beforeunload']);

/** Opens a page in a new context of this browser. */
export async function openLabPage(browser: Browser, signal: AbortSignal): Promise<LabPage> {
  const broken = new AbortController();
  const breakPage = (reason: string): void => broken.abort(new BrokenPageError(reason));
  const disconnected = (): void => breakPage('the browser stopped');
  browser.once('disconnected', disconnected);
  const ended = AbortSignal.any([signal, broken.signal]);
  let context: BrowserContext | null = null;

  async function close(): Promise<void> {
    browser.off('disconnected', disconnected);
    if (context === null || !browser.connected) return;
    await raceSignal(context.close(), AbortSignal.timeout(closeTimeoutMs)).catch(() => undefined);
  }

  try {
    context = await raceSignal(browser.createBrowserContext(), ended);
    const page = await raceSignal(context.newPage(), ended);
    page.on('error', (error) => breakPage(`the page crashed: ${error.message}`));
    const consoleLines = createRingBuffer(200, 2000);
    const network = createRingBuffer(200, 2000);
    const listeners: DialogListener[] = [];
    const popUpListeners: ((popUp: Page) => void)[] = [];
    let blocked = new AbortController();
    recordConsole(page, consoleLines);
    recordNetwork(page, network);
    const tellDialog: DialogListener = (text, answer) => {
      for (const listener of listeners) listener(text, answer);
      if (answer === 'dismissed')
        blocked.abort(new BlockedPageError(`The page asked for a decision: ${text.slice(0, 200)}`));
    };
    answerDialogs(page, tellDialog);
    return {
      page,
      front: followPopUps(page, (popUp) => {
        answerDialogs(popUp, tellDialog);
        for (const listener of popUpListeners) listener(popUp);
      }),
      broken: broken.signal,
      blocked: () => blocked.signal,
      unblock() {
        if (blocked.signal.aborted) blocked = new AbortController();
      },
      labNow: followLabClock(page),
      console: consoleLines,
      network,
      onDialog: (listener) => listeners.push(listener),
      onPopUp: (listener) => popUpListeners.push(listener),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function recordConsole(page: Page, lines: RingBuffer): void {
  const push = (kind: string, text: string): void => lines.push(`${kind}: ${redactUrls(text)}`);
  page.on('console', (message: ConsoleMessage) => push(message.type(), message.text()));
  page.on('pageerror', (error) => push('uncaught', error instanceof Error ? error.message : String(error)));
}

/** Method, address without secrets, outcome. Never headers, never bodies. */
function recordNetwork(page: Page, lines: RingBuffer): void {
  const describe = (request: HTTPRequest): string => `${request.method()} ${redactUrl(request.url())}`;
  page.on('response', (response) => lines.push(`${describe(response.request())} ${response.status()}`));
  page.on('requestfailed', (request) =>
    lines.push(`${describe(request)} failed: ${request.failure()?.errorText ?? 'unknown'}`),
  );
}

function answerDialogs(page: Page, tell: DialogListener): void {
  page.on('dialog', (dialog: Dialog) => {
    const isHarmless = harmlessDialogs.has(dialog.type());
    const answered = isHarmless ? dialog.accept() : dialog.dismiss();
    answered.catch(() => undefined);
    tell(dialog.message(), isHarmless ? 'accepted' : 'dismissed');
  });
}
