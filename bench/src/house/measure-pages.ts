import type { Page } from 'puppeteer';
import { z } from 'zod';
import { launchBrowser } from '../../../web/src/testing/launch-browser.ts';
import { percentile } from '../measure/figures.ts';
import type { Place } from '../place.ts';
import { busyMember } from './house-size.ts';
import type { House } from './open-house.ts';

export interface PageFigures {
  name: string;
  /** From the click to the frame in which everything stands, in ms. */
  p50Ms: number;
  worstMs: number;
}

interface Step {
  name: string;
  /** Where the click is made, a page of the same group or any; it is loaded anew for it, so nothing is remembered. */
  from: string;
  /** A link's address ends so; or the text of what is clicked. */
  click: string;
  /** The heading by which the page is known. */
  heading: string;
}

const steps: Step[] = [
  { name: 'overview', from: '/admin/roles', click: '/admin', heading: 'Overview' },
  { name: 'fleet', from: '/admin/roles', click: '/admin/fleet', heading: 'Fleet' },
  { name: 'machines', from: '/admin/pools', click: '/admin/machines', heading: 'Machines' },
  { name: 'labs', from: '/admin/pools', click: '/admin/labs', heading: 'Labs' },
  { name: 'products', from: '/admin/roles', click: '/admin/products', heading: 'Products' },
  { name: 'vouchers', from: '/admin/products', click: '/admin/vouchers', heading: 'Vouchers' },
  { name: 'members', from: '/admin/roles', click: '/admin/users', heading: 'Members' },
  {
    name: 'one member',
    from: `/admin/users?search=member-1%40`,
    click: '/admin/users/',
    heading: busyMember,
  },
  { name: 'roles', from: '/admin/users', click: '/admin/roles', heading: 'Roles' },
  { name: 'announcements', from: '/admin/roles', click: '/admin/announcements', heading: 'Announcements' },
  { name: 'outbox', from: '/admin/announcements', click: '/admin/outbox', heading: 'Outbox' },
  { name: 'settings', from: '/admin/roles', click: '/admin/settings', heading: 'Settings' },
  { name: 'audit log', from: '/admin/settings', click: '/admin/audit', heading: 'Audit log' },
];

const width = 1280;
const height = 900;
const drawnWithinMs = 20_000;

/** Opens every admin page by a click in a real Chromium. */
export async function measurePages(
  place: Place,
  house: House,
  { rounds }: { rounds: number },
): Promise<PageFigures[]> {
  const { host } = new URL(house.origin);
  const browser = await launchBrowser([`--host-resolver-rules=MAP ${host} ${new URL(house.url).host}`]);
  place.atEnd(() => browser.close());
  const page = await browser.newPage();
  await page.setViewport({ width, height });
  // Its name ties it to the host, which is only taken with an address, and over https; localhost is trusted like that.
  const protocol = await page.createCDPSession();
  await protocol.send('Network.setCookie', {
    ...house.cookie,
    url: 'https://localhost/',
    path: '/',
    secure: true,
  });
  const figures: PageFigures[] = [];
  for (const step of steps) {
    const tookMs: number[] = [];
    // The first fills the browser's cache of the dashboard's files.
    for (let round = 0; round <= rounds; round += 1) tookMs.push(await open(page, house.origin, step));
    const kept = tookMs.slice(1);
    figures.push({ name: step.name, p50Ms: percentile(kept, 0.5), worstMs: Math.max(...kept) });
  }
  await browser.close();
  return figures;
}

async function open(page: Page, origin: string, { from, click, heading }: Step): Promise<number> {
  await page.goto(new URL(from, origin).href, { waitUntil: 'networkidle2' });
  const link = click.endsWith('/') ? `main a[href^="${click}"]` : `a[href="${click}"]`;
  await page.waitForSelector(link);
  const took = await page.evaluate(clickAndWait(link, heading));
  return z.number(`"${heading}" was not drawn within ${drawnWithinMs} ms`).parse(took);
}

// Text, for it runs in the page: this package knows no DOM.
function clickAndWait(link: string, heading: string): string {
  return `(async () => {
    const startedAt = performance.now();
    document.querySelector(${JSON.stringify(link)}).click();
    const isDrawn = () =>
      document.querySelector('h1')?.textContent.trim() === ${JSON.stringify(heading)} &&
      document.querySelector('[role="status"][aria-label="Loading"]') === null;
    while (!isDrawn()) {
      if (performance.now() - startedAt > ${drawnWithinMs}) return undefined;
      await new Promise(requestAnimationFrame);
    }
    await new Promise(requestAnimationFrame);
    return performance.now() - startedAt;
  })()`;
}
