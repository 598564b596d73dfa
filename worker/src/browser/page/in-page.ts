/**
 * Functions that run inside a page, not here: they may use nothing but their arguments and the page's globals.
 * The few DOM parts they need are described in place, so that the rest of the worker is not given a `document`.
 */
type PageElement = {
  textContent: string | null;
  outerHTML: string;
  getAttribute: (name: string) => string | null;
  setAttribute: (name: string, value: string) => void;
  removeAttribute: (name: string) => void;
  scrollIntoView: (options: { block: string }) => void;
  getBoundingClientRect: () => { left: number; top: number; width: number; height: number };
  contains: (other: PageElement | null) => boolean;
  querySelectorAll: (selector: string) => Iterable<PageElement>;
  cloneNode: (deep: boolean) => PageElement;
  remove: () => void;
};
type PageTextNode = { nodeValue: string | null };
type PageGlobals = {
  document: {
    title: string;
    documentElement: PageElement;
    adoptedStyleSheets: unknown[];
    querySelector: (selector: string) => PageElement | null;
    querySelectorAll: (selector: string) => Iterable<PageElement>;
    elementFromPoint: (x: number, y: number) => PageElement | null;
    createTreeWalker: (root: PageElement, what: number) => { nextNode: () => PageTextNode | null };
  };
  CSSStyleSheet: new () => { replaceSync: (css: string) => void };
};

/** For each name: the trimmed text of the first element that matches its selector, or null. */
export function readTexts(selectors: Record<string, string>): Record<string, string | null> {
  const { document } = globalThis as unknown as PageGlobals;
  const texts: Record<string, string | null> = {};
  for (const [name, selector] of Object.entries(selectors))
    texts[name] = document.querySelector(selector)?.textContent?.trim() ?? null;
  return texts;
}

/** These attributes of every element that matches. */
export function readAttributes(selector: string, names: string[]): Record<string, string | null>[] {
  const { document } = globalThis as unknown as PageGlobals;
  return [...document.querySelectorAll(selector)].map((element) =>
    Object.fromEntries(names.map((name) => [name, element.getAttribute(name)])),
  );
}

/** Whether a click on the element's middle would reach it. */
export function probeClick(selector: string): 'missing' | 'invisible' | 'covered' | 'clickable' {
  const { document } = globalThis as unknown as PageGlobals;
  const element = document.querySelector(selector);
  if (element === null) return 'missing';
  element.scrollIntoView({ block: 'center' });
  const box = element.getBoundingClientRect();
  if (box.width === 0 || box.height === 0) return 'invisible';
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return element.contains(top) ? 'clickable' : 'covered';
}

/** Paints fields and credentials black and takes known secrets out of the text, before a screenshot. Passes any CSP. */
export function blackOut(selectors: string[], secrets: string[]): void {
  const { document, CSSStyleSheet } = globalThis as unknown as PageGlobals;
  const sheet = new CSSStyleSheet();
  const black =
    'background:#000!important;color:#000!important;-webkit-text-fill-color:#000!important;text-shadow:none!important';
  const all = selectors.flatMap((selector) => [selector, `${selector} *`]).join(',');
  sheet.replaceSync(`${all}{${black}}`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const texts = document.createTreeWalker(document.documentElement, 4);
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode())
    for (const secret of secrets) node.nodeValue = node.nodeValue?.replaceAll(secret, '***') ?? null;
}

/** The page's markup without scripts, styles, values of fields, tokens and credentials. */
export function copyMarkup(credentialSelectors: string[]): string {
  const { document } = globalThis as unknown as PageGlobals;
  const copy = document.documentElement.cloneNode(true);
  for (const element of copy.querySelectorAll(
    'script, style, noscript, template, link, meta, input[type="hidden"]',
  ))
    element.remove();
  for (const field of copy.querySelectorAll('input, option, button')) field.removeAttribute('value');
  for (const field of copy.querySelectorAll('textarea')) field.textContent = '';
  if (credentialSelectors.length > 0)
    for (const element of copy.querySelectorAll(credentialSelectors.join(',')))
      element.textContent = '[removed]';
  for (const element of copy.querySelectorAll('[data-token], [data-csrf], [nonce], [srcdoc]'))
    for (const name of ['data-token', 'data-csrf', 'nonce', 'srcdoc']) element.removeAttribute(name);
  return copy.outerHTML;
}
