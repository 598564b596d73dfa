import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import axe from 'axe-core';
import type { Page } from 'puppeteer';
import { twMerge } from 'tailwind-merge';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { openTour } from '../testing/open-tour.ts';
import { openPagePool } from '../testing/page-pool.ts';
import { tours } from '../testing/tours.ts';

const pool = openPagePool();

for (const tour of tours) {
  test.concurrent(`${tour.name} fits 390 and 1280 px and meets WCAG AA, light and dark`, () =>
    pool.use(async ({ page, broker }) => {
      await page.setViewport({ width: 390, height: 844 });
      await openTour(page, broker, tour);
      // Evaluated by the debugger and not by the page, so the content security policy stays on.
      await page.evaluate(axe.source);
      await showTheme(page, 'light');
      expect(await findViolations(page, standards), 'light').toEqual([]);
      // Another theme changes nothing but colours.
      await showTheme(page, 'dark');
      expect(await findViolations(page, colours), 'dark').toEqual([]);
      expect(await findClassConflicts(page), 'classes that fight').toEqual([]);
      expect(await overflow(page), 'overflow at 390 px').toBeLessThanOrEqual(0);
      await page.setViewport({ width: 1280, height: 900 });
      expect(await overflow(page), 'overflow at 1280 px').toBeLessThanOrEqual(0);
    }));
}

/** Changes the colours and waits until none of them is half way. */
async function showTheme(page: Page, theme: string): Promise<void> {
  await page.evaluate(async (name) => {
    document.documentElement.dataset['theme'] = name;
    const findChanges = () =>
      document.getAnimations().filter((animation) => animation instanceof CSSTransition);
    // A colour that is inherited begins to change when the one above it has changed.
    do {
      await Promise.allSettled(findChanges().map((change) => change.finished));
      await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
    } while (findChanges().length > 0);
  }, theme);
}

function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

/** Classes of which another one on the same element overrides a part: which of them wins would be chance. */
async function findClassConflicts(page: Page): Promise<string[]> {
  const found = await page.$$eval('[class]', (elements) =>
    elements.map((element) => element.getAttribute('class') ?? ''),
  );
  return [...new Set(found)].flatMap((names) => {
    const kept = new Set(twMerge(names).split(' '));
    const lost = names.split(/\s+/).filter((name) => name !== '' && !kept.has(name));
    return lost.length === 0 ? [] : [`${lost.join(' ')} in: ${names}`];
  });
}

const standards: axe.RunOnly = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] };
const colours: axe.RunOnly = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

function findViolations(page: Page, runOnly: axe.RunOnly): Promise<string[]> {
  return page.evaluate(async (only) => {
    const results = await (window as unknown as { axe: typeof axe }).axe.run(document, {
      runOnly: only,
      resultTypes: ['violations'],
      // The markup says where; a selector for each node of the page would cost more than the rules.
      selectors: false,
      preload: { assets: ['media'] },
    });
    return results.violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
    );
  }, runOnly);
}

const Manifest = z.record(
  z.string(),
  z.object({ file: z.string(), imports: z.array(z.string()).default([]) }),
);
const initialLimitBytes = 150_000;

test.each(['landing', 'shop'])('the %s page needs at most 150 kB of compressed JavaScript', async (name) => {
  const manifest = Manifest.parse(
    JSON.parse(await readFile(path.join(pool.dist(), '.vite/manifest.json'), 'utf8')),
  );
  const needed = new Set<string>();
  const add = (module: string): void => {
    const entry = manifest[module];
    if (!entry || needed.has(entry.file)) return;
    needed.add(entry.file);
    for (const imported of entry.imports) add(imported);
  };
  add('index.html');
  add(`src/app/routes/${name}-page.tsx`);
  let bytes = 0;
  for (const file of needed) bytes += gzipSync(await readFile(path.join(pool.dist(), file))).length;
  expect(needed.size).toBeGreaterThan(2);
  expect(bytes).toBeLessThanOrEqual(initialLimitBytes);
});
