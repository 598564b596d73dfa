import type { Browser, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject } from 'vitest';
import { buildDashboard } from './build-dashboard.ts';
import { type FakeBroker, startFakeBroker } from './fake-broker.ts';
import { launchBrowser } from './launch-browser.ts';

/** What a browser test works with; the fields are filled before each test. */
export type Fixture = { page: Page; broker: FakeBroker; dist: string; complaints: string[] };

type FixtureOptions = {
  /**
   * One page and one broker for all tests of the file, which is much faster: for tests that load a page and look at it.
   * A test must leave no route of its own and nothing in the browser's storage.
   */
  keepsPage?: boolean;
  /** Called with each new page before it loads anything. */
  onPage?: (page: Page) => Promise<void>;
};

/** Chromium writes a line for every answer above 399, also for those the page expects. */
const expectedComplaints =
  /Failed to load resource|WebSocket connection to .* failed|net::ERR_(?:INCOMPLETE_CHUNKED_ENCODING|EMPTY_RESPONSE|CONNECTION)/;

/**
 * Builds the dashboard once for the run and gives every test a fresh stand-in broker and a fresh page. A test fails when the page
 * asked for something that was not scripted, threw, or broke the content security policy.
 */
export function openBrowserFixture(options: FixtureOptions = {}): Fixture {
  const { keepsPage = false, onPage } = options;
  const fixture = { complaints: [] as string[] } as Fixture;
  let browser: Browser;

  async function openPage(): Promise<void> {
    fixture.broker = await startFakeBroker(fixture.dist);
    const context = await browser.createBrowserContext();
    fixture.page = await context.newPage();
    await fixture.page.setViewport({ width: 1280, height: 900 });
    await fixture.page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
    fixture.page.on('pageerror', (error) => fixture.complaints.push(String(error)));
    fixture.page.on('console', (message) => {
      if (message.type() !== 'error' || expectedComplaints.test(message.text())) return;
      fixture.complaints.push(message.text());
    });
    await onPage?.(fixture.page);
  }
  async function closePage(): Promise<void> {
    await fixture.page.browserContext().close();
    await fixture.broker.close();
  }

  beforeAll(async () => {
    fixture.dist = await buildDashboard(inject('dashboardFolder'));
    browser = await launchBrowser();
    if (keepsPage) await openPage();
  });
  afterAll(async () => {
    if (keepsPage) await closePage();
    await browser.close();
  });

  beforeEach(async () => {
    fixture.complaints = [];
    if (!keepsPage) return openPage();
    fixture.broker.slowDown(0);
    fixture.broker.unknown.length = 0;
    fixture.broker.requests.length = 0;
    return undefined;
  });
  afterEach(async () => {
    if (!keepsPage) await closePage();
    expect(fixture.broker.unknown).toEqual([]);
    expect(fixture.complaints).toEqual([]);
  });
  return fixture;
}
