import type { Page } from 'puppeteer';
import { raceSignal } from '../../browser/page/race-signal.ts';

const hideTimeoutMs = 5_000;
const hiddenAlways = ['input[type="password"]', '[data-coinslot-secret]', '[data-secret]'];
const hidden = new WeakMap<Page, Promise<void>>();

/**
 * Makes credentials invisible on this page, on every page that comes after it, and in its frames, for as long as it lives. A field that
 * was a password once stays hidden when its page shows it as text. Rejects when it did not work: then there are no pictures.
 */
export function hideCredentials(page: Page, credentialSelectors: readonly string[]): Promise<void> {
  const known = hidden.get(page) ?? hide(page, [...hiddenAlways, ...credentialSelectors]);
  hidden.set(page, known);
  known.catch(() => hidden.delete(page));
  return known;
}

async function hide(page: Page, selectors: string[]): Promise<void> {
  const late = AbortSignal.timeout(hideTimeoutMs);
  await raceSignal(page.evaluateOnNewDocument(hideInPage, selectors), late);
  await raceSignal(Promise.all(page.frames().map((frame) => frame.evaluate(hideInPage, selectors))), late);
}

type Marked = {
  matches?: (selector: string) => boolean;
  setAttribute?: (name: string, value: string) => void;
};
type PageGlobals = {
  document: { adoptedStyleSheets: unknown[]; querySelectorAll: (selector: string) => Iterable<Marked> };
  CSSStyleSheet: new () => { replaceSync: (css: string) => void };
  MutationObserver: new (act: () => void) => {
    observe: (target: unknown, options: Record<string, unknown>) => void;
  };
};

/** Runs in the page: nothing but its arguments and the page's globals. */
function hideInPage(selectors: string[]): void {
  const { document, CSSStyleSheet, MutationObserver } = globalThis as unknown as PageGlobals;
  const sheet = new CSSStyleSheet();
  const all = selectors.flatMap((selector) => [selector, `${selector} *`]).join(',');
  sheet.replaceSync(
    `${all}{background:#000!important;color:#000!important;-webkit-text-fill-color:#000!important;text-shadow:none!important;caret-color:#000!important}`,
  );
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const mark = (): void => {
    for (const field of document.querySelectorAll('input[type="password"]:not([data-coinslot-secret])'))
      field.setAttribute?.('data-coinslot-secret', '');
  };
  mark();
  new MutationObserver(mark).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['type'],
  });
}
