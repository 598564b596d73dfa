import type { HTTPResponse, Page } from 'puppeteer';

/**
 * Answers a clock of the lab's host, in ms since 1970, from the Date header of the page loaded last (to the second), moved on
 * by our steady clock. Before the first such page it is our own clock.
 */
export function followLabClock(page: Page): () => number {
  let seen: { at: number; since: number } | null = null;
  page.on('response', (response: HTTPResponse) => {
    const request = response.request();
    if (!request.isNavigationRequest() || request.frame() !== page.mainFrame()) return;
    const at = Date.parse(response.headers()['date'] ?? '');
    if (!Number.isNaN(at)) seen = { at, since: performance.now() };
  });
  return () => (seen === null ? Date.now() : Math.round(seen.at + performance.now() - seen.since));
}
