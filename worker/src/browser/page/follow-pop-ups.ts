import type { Page, Target } from 'puppeteer';

/**
 * Follows the pages that this one opens beside itself, in its context. Answers what a person would have before them: the newest that is open.
 *
 * @param opened called once for each
 */
export function followPopUps(page: Page, opened: (popUp: Page) => void): () => Page {
  const open = new Set<Page>();

  async function take(target: Target): Promise<void> {
    const popUp = await target.page();
    if (popUp === null || popUp === page || popUp.isClosed()) return;
    open.add(popUp);
    popUp.once('close', () => open.delete(popUp));
    opened(popUp);
  }

  // One that closed at once has nothing to show.
  page.browserContext().on('targetcreated', (target) => void take(target).catch(() => undefined));
  return () => [...open].at(-1) ?? page;
}
