import type { Browser, Page } from 'puppeteer';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import { buildDashboard } from './build-dashboard.ts';
import { launchBrowser } from './launch-browser.ts';
import { type OpenPage, closePage, openPage } from './open-page.ts';

type PoolOptions = {
  /** Called with each new page before it loads anything. */
  onPage?: (page: Page) => Promise<void>;
};

export type PagePool = {
  /** Folder of the built dashboard, from the first test on. */
  dist: () => string;
  /**
   * Lends one page with its broker. It fails as a test of `openBrowserFixture` does: when the page asked for something that was
   * not scripted, threw, or broke the content security policy. `act` must leave no route of its own and nothing in the
   * browser's storage.
   */
  use: (act: (lent: OpenPage) => Promise<void>) => Promise<void>;
};

/** No more than vitest's concurrent tests: whoever waits for a page does so on the clock of its test. */
const pagesAtOnce = 4;

/**
 * Several pages at once for a file of concurrent tests which each load a page and look at it: while one waits for an answer or
 * a frame, another is drawn.
 */
export function openPagePool({ onPage }: PoolOptions = {}): PagePool {
  const opened: OpenPage[] = [];
  const idle: OpenPage[] = [];
  const waiting: ((lent: OpenPage) => void)[] = [];
  let browser: Browser;
  let dist = '';

  beforeAll(async () => {
    dist = await buildDashboard(inject('dashboardFolder'));
    browser = await launchBrowser();
    for (let at = 0; at < pagesAtOnce; at += 1) opened.push(await openPage(browser, dist, onPage));
    idle.push(...opened);
  });
  afterAll(async () => {
    await Promise.all(opened.map(closePage));
    await browser.close();
  });

  async function borrow(): Promise<OpenPage> {
    return idle.pop() ?? (await new Promise<OpenPage>((resolve) => waiting.push(resolve)));
  }
  function giveBack(lent: OpenPage): void {
    const next = waiting.shift();
    if (next) next(lent);
    else idle.push(lent);
  }

  return {
    dist: () => dist,
    async use(act) {
      const lent = await borrow();
      const { broker, complaints } = lent;
      broker.slowDown(0);
      for (const list of [broker.unknown, broker.requests, complaints]) list.length = 0;
      try {
        await act(lent);
        expect(broker.unknown).toEqual([]);
        expect(complaints).toEqual([]);
      } finally {
        giveBack(lent);
      }
    },
  };
}
