import type { Page } from 'puppeteer';

/** What moved on a page without the visitor's doing: how much, and where to look. */
export type Shifts = { sum: number; what: string };

/** From the next navigation on the page keeps its layout shifts. */
export async function watchShifts(page: Page): Promise<void> {
  await page.evaluateOnNewDocument(keepShifts);
}

/** The shifts since the page was loaded, or since `forgetShifts`; waits until what is due is painted. */
export async function readShifts(page: Page): Promise<Shifts> {
  const shifts = await page.evaluate(async () => {
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
    return (window as unknown as { shifts: string[] }).shifts;
  });
  return {
    sum: shifts.reduce((total, shift) => total + Number.parseFloat(shift), 0),
    what: shifts.join('; '),
  };
}

export async function forgetShifts(page: Page): Promise<void> {
  await page.evaluate(() => void ((window as unknown as { shifts: string[] }).shifts.length = 0));
}

/** Runs in the page. */
function keepShifts(): void {
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
