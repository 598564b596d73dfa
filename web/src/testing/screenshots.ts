import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'puppeteer';
import { buildDashboard } from './build-dashboard.ts';
import { type FakeBroker, startFakeBroker } from './fake-broker.ts';
import { launchBrowser } from './launch-browser.ts';
import { openTour } from './open-tour.ts';
import type { Tour } from './tour-setup.ts';
import { tours } from './tours.ts';

const widths = [390, 1280] as const;
const themes = ['light', 'dark'] as const;

/**
 * Takes a picture of every page in both widths and both themes against rich data, into a folder that is printed.
 * Run it with `node web/src/testing/screenshots.ts [part of a page's name]`, and look at what it made.
 */
export async function takeScreenshots(only = ''): Promise<void> {
  const folder = path.join(tmpdir(), 'coinslot-screenshots');
  await mkdir(folder, { recursive: true });
  const built = await mkdtemp(path.join(tmpdir(), 'coinslot-web-'));
  const broker = await startFakeBroker(await buildDashboard(built));
  const browser = await launchBrowser();
  try {
    for (const tour of tours.filter((each) => each.name.includes(only))) {
      for (const width of widths) {
        for (const theme of themes) await shoot({ browser, broker, tour, width, theme, folder });
      }
    }
  } finally {
    await browser.close();
    await broker.close();
    await rm(built, { recursive: true, force: true });
  }
  process.stdout.write(`${folder}\n`);
}

type Shot = {
  browser: Browser;
  broker: FakeBroker;
  tour: Tour;
  width: number;
  theme: 'light' | 'dark';
  folder: string;
};

async function shoot({ browser, broker, tour, width, theme, folder }: Shot): Promise<void> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport({ width, height: width < 600 ? 844 : 800, deviceScaleFactor: 1 });
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: theme },
    { name: 'prefers-reduced-motion', value: 'reduce' },
  ]);
  await openTour(page, broker, tour);
  if (!tour.dialog) {
    // The window itself is made as tall as the page: a picture of more than the window catches scrolling lists half drawn.
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewport({ width, height: Math.max(height, 800), deviceScaleFactor: 1 });
  }
  // Two frames, or a list that has just scrolled may be caught before it is painted.
  await page.evaluate(
    () => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))),
  );
  const file = path.join(folder, `${tour.name}-${width}-${theme}.png`);
  await page.screenshot({ path: file });
  await context.close();
}

if (import.meta.main) await takeScreenshots(process.argv[2]);
