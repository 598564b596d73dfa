import type { Dialog, Page } from 'puppeteer';
import type { FakeBroker } from './fake-broker.ts';
import { createWorld } from './routes.ts';
import type { Tour } from './tour-setup.ts';

/** Brings a page into the state a tour describes. */
export async function openTour(page: Page, broker: FakeBroker, tour: Tour): Promise<void> {
  Object.assign(broker.world, createWorld());
  broker.live.reset();
  broker.fleetLive.reset();
  tour.prepare?.(broker);
  // The tour before may have left words unsaved, about which the page asks.
  page.on('dialog', leave);
  await page.goto(broker.url + tour.path, { waitUntil: 'load' });
  page.off('dialog', leave);
  await page.waitForFunction((text) => document.body.innerText.includes(text), {}, tour.shows);
  await tour.act?.(page);
  await page.waitForFunction(() => document.querySelector('[role="status"][aria-label^="Loading"]') === null);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

function leave(dialog: Dialog): void {
  void dialog.accept();
}
