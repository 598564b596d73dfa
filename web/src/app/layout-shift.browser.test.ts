import { expect, test } from 'vitest';
import { openBrowserFixture } from '../testing/browser-fixture.ts';
import { openTour } from '../testing/open-tour.ts';
import { tours } from '../testing/tours.ts';

const fixture = openBrowserFixture();
const allowedShift = 0.02;
const slowAnswerMs = 250;

/** Each address once; and the landing page with its banner, which comes later than the page. */
const pages = tours.filter(
  (tour, place) =>
    tour.name === 'landing-setup' || tours.findIndex((other) => other.path === tour.path) === place,
);

for (const tour of pages) {
  test(`${tour.name} does not jump while slow answers come in, at 390 and 1280 px`, async () => {
    const { broker } = fixture;
    broker.slowDown(slowAnswerMs);
    for (const width of [390, 1280]) {
      const page = await fixture.page.browserContext().newPage();
      await page.evaluateOnNewDocument(watchShifts);
      await page.setViewport({ width, height: 850 });
      await openTour(page, broker, tour);
      const shifts = await page.evaluate(() => (window as unknown as { shifts: string[] }).shifts);
      const sum = shifts.reduce((total, shift) => total + Number.parseFloat(shift), 0);
      expect(sum, `at ${width} px: ${shifts.join('; ')}`).toBeLessThan(allowedShift);
    }
  });
}

/** Runs in the page: keeps each shift with what moved, so that a failure says where to look. */
function watchShifts(): void {
  const shifts: string[] = [];
  (window as unknown as { shifts: string[] }).shifts = shifts;
  type Shift = PerformanceEntry & {
    value: number;
    hadRecentInput: boolean;
    sources: { node: Node | null }[];
  };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as Shift[]) {
      if (entry.hadRecentInput) continue;
      const moved = entry.sources.map(({ node }) =>
        node instanceof Element ? node.outerHTML.slice(0, 90) : String(node?.textContent).slice(0, 40),
      );
      shifts.push(`${entry.value.toFixed(4)} ${moved.join(' | ')}`);
    }
  }).observe({ type: 'layout-shift', buffered: true });
}
