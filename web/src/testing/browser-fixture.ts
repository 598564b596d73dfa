import type { Browser } from 'puppeteer';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject } from 'vitest';
import { buildDashboard } from './build-dashboard.ts';
import { launchBrowser } from './launch-browser.ts';
import { type OpenPage, closePage, openPage } from './open-page.ts';

/** What a browser test works with; the fields are filled before each test. */
export type Fixture = OpenPage & { dist: string };

/**
 * Builds the dashboard once for the run and gives every test a fresh stand-in broker and a fresh page. A test fails when the page
 * asked for something that was not scripted, threw, or broke the content security policy.
 */
export function openBrowserFixture(): Fixture {
  const fixture = {} as Fixture;
  let browser: Browser;

  beforeAll(async () => {
    fixture.dist = await buildDashboard(inject('dashboardFolder'));
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    Object.assign(fixture, await openPage(browser, fixture.dist));
  });
  afterEach(async () => {
    await closePage(fixture);
    expect(fixture.broker.unknown).toEqual([]);
    expect(fixture.complaints).toEqual([]);
  });
  return fixture;
}
