import type { Page } from 'puppeteer';
import type { BrowserKeeper } from '../browser/browser-keeper.ts';
import type { BrowserKeepers } from '../browser/browser-keepers.ts';
import type { LabPage } from '../browser/page/lab-page.ts';
import { createRingBuffer } from '../browser/page/ring-buffer.ts';

/**
 * Browsers without a Chromium: what a page is asked to run runs here, so that a recipe that only calls its lab (`console.call`) does
 * so over real HTTP, through the product's own console. Everything that needs a document fails.
 */
export function createPagelessBrowsers(): BrowserKeepers {
  const open = new Set<() => void>();
  let isClosed = false;

  function closeAll(): void {
    isClosed = true;
    for (const close of open) close();
  }
  const keeper: BrowserKeeper = {
    async openPage(signal) {
      signal.throwIfAborted();
      if (isClosed) throw new Error('the browser was closed');
      const page = openPagelessPage();
      open.add(page.breakOff);
      return { ...page.labPage, close: async () => void (page.breakOff(), open.delete(page.breakOff)) };
    },
    pids: () => [],
    close: async () => closeAll(),
    kill: closeAll,
  };
  return { plain: keeper, stealthy: keeper, pids: keeper.pids, close: keeper.close, kill: keeper.kill };
}

function openPagelessPage(): { labPage: LabPage; breakOff: () => void } {
  const broken = new AbortController();
  const page = {
    url: () => 'about:blank',
    title: async () => '',
    async evaluate(act: (...given: unknown[]) => unknown, ...given: unknown[]): Promise<unknown> {
      broken.signal.throwIfAborted();
      return await act(...given);
    },
    evaluateOnNewDocument: async () => undefined,
    browserContext: () => ({ cookies: async () => [], setCookie: async () => undefined }),
    frames: () => [],
  } as unknown as Page;
  const labPage: LabPage = {
    page,
    front: () => page,
    broken: broken.signal,
    blocked: () => new AbortController().signal,
    unblock: () => undefined,
    labNow: () => Date.now(),
    console: createRingBuffer(10, 200),
    network: createRingBuffer(10, 200),
    onDialog: () => undefined,
    onPopUp: () => undefined,
    close: async () => undefined,
  };
  return { labPage, breakOff: () => broken.abort(new Error('the page was closed')) };
}
