import type { Browser, Page } from 'puppeteer';
import { type FakeBroker, startFakeBroker } from './fake-broker.ts';

/** A page of a browser context of its own, the stand-in broker behind it, and what the page complained about. */
export type OpenPage = { page: Page; broker: FakeBroker; complaints: string[] };

/** Chromium writes a line for every answer above 399, also for those the page expects. */
const expectedComplaints =
  /Failed to load resource|WebSocket connection to .* failed|net::ERR_(?:INCOMPLETE_CHUNKED_ENCODING|EMPTY_RESPONSE|CONNECTION)/;

/** `dist`: the built dashboard. `onPage` is called before the page loads anything. */
export async function openPage(
  browser: Browser,
  dist: string,
  onPage?: (page: Page) => Promise<void>,
): Promise<OpenPage> {
  const broker = await startFakeBroker(dist);
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const complaints: string[] = [];
  await page.setViewport({ width: 1280, height: 900 });
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() !== 'error' || expectedComplaints.test(message.text())) return;
    complaints.push(message.text());
  });
  await onPage?.(page);
  return { page, broker, complaints };
}

export async function closePage({ page, broker }: OpenPage): Promise<void> {
  await page.browserContext().close();
  await broker.close();
}
