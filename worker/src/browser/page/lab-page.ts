import type { Browser, BrowserContext, ConsoleMessage, Dialog, HTTPRequest, Page } from 'puppeteer';
import { raceSignal } from './race-signal.ts';
import { redactUrl } from './redact-url.ts';
import { createRingBuffer } from './ring-buffer.ts';
import type { RingBuffer } from './ring-buffer.ts';

/** The page or its browser is gone: nothing on it can be waited for any more. */
export class BrokenPageError extends Error {
  override name = 'BrokenPageError';
}

/** One page in a browser context of its own: own cookies, own storage. One a lease. */
export type LabPage = {
  page: Page;
  /** Aborted with a BrokenPageError when the page crashed or the browser went away. */
  broken: AbortSignal;
  console: RingBuffer;
  network: RingBuffer;
  /** Called for each alert, confirm or prompt; they are accepted at once, since an open one stops the page. */
  onDialog: (listener: (text: string) => void) => void;
  /** Closes the context; never fails and never hangs. */
  close: () => Promise<void>;
};

const closeTimeoutMs = 3000;

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
    const listeners: ((text: string) => void)[] = [];
    recordConsole(page, consoleLines);
    recordNetwork(page, network);
    answerDialogs(page, (text) => listeners.forEach((listener) => listener(text)));
    return {
      page,
      broken: broken.signal,
      console: consoleLines,
      network,
      onDialog: (listener) => listeners.push(listener),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function recordConsole(page: Page, lines: RingBuffer): void {
  page.on('console', (message: ConsoleMessage) => lines.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) =>
    lines.push(`uncaught: ${error instanceof Error ? error.message : String(error)}`),
  );
}

/** Method, address without secrets, outcome. Never headers, never bodies. */
function recordNetwork(page: Page, lines: RingBuffer): void {
  const describe = (request: HTTPRequest): string => `${request.method()} ${redactUrl(request.url())}`;
  page.on('response', (response) => lines.push(`${describe(response.request())} ${response.status()}`));
  page.on('requestfailed', (request) =>
    lines.push(`${describe(request)} failed: ${request.failure()?.errorText ?? 'unknown'}`),
  );
}

function answerDialogs(page: Page, tell: (text: string) => void): void {
  page.on('dialog', (dialog: Dialog) => {
    tell(dialog.message());
    dialog.accept().catch(() => undefined);
  });
}
