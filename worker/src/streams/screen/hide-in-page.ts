type Root = {
  adoptedStyleSheets: unknown[];
  querySelectorAll: (selector: string) => Iterable<Found>;
};
type Found = {
  setAttribute: (name: string, value: string) => void;
  shadowRoot?: Root | null;
  querySelectorAll?: Root['querySelectorAll'];
};
type PageGlobals = {
  document: Root;
  Element: { prototype: { attachShadow: (this: unknown, init: unknown) => Root } };
  CSSStyleSheet: new () => { replaceSync: (css: string) => void };
  MutationObserver: new (act: (records: { addedNodes: Iterable<Found> }[]) => void) => {
    observe: (target: unknown, options: Record<string, unknown>) => void;
  };
};

/**
 * Runs in the page, before its own scripts where it can: nothing but its arguments and the page's globals. Shadow trees have styles of their
 * own, so each is hidden by itself, the closed ones as they are made. Style sheets that a page sets anew do not take ours away.
 *
 * Once for each document, however often it is run.
 *
 * @param only a shadow tree that was there before; without it the document and everything under it
 */
export function hideInPage(selectors: string[], only?: unknown): void {
  const { document, Element, CSSStyleSheet, MutationObserver } = globalThis as unknown as PageGlobals;
  const known = new WeakSet<object>();
  const sheet = new CSSStyleSheet();
  const all = selectors.flatMap((selector) => [selector, `${selector} *`]).join(',');
  const black = 'background:#000!important;color:#000!important;-webkit-text-fill-color:#000!important';
  sheet.replaceSync(`${all}{${black};text-shadow:none!important;caret-color:#000!important}`);

  function keepSheet(root: Root): void {
    let above: unknown = root;
    let sheets: PropertyDescriptor | undefined;
    while (above !== null && sheets === undefined) {
      above = Object.getPrototypeOf(above);
      sheets = Object.getOwnPropertyDescriptor(above, 'adoptedStyleSheets');
    }
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    Object.defineProperty(root, 'adoptedStyleSheets', {
      configurable: true,
      get: () => sheets?.get?.call(root) as unknown,
      set(next: unknown[]) {
        sheets?.set?.call(root, [...[...next].filter((one) => one !== sheet), sheet]);
      },
    });
  }

  function mark(root: Root): void {
    for (const field of root.querySelectorAll('input[type="password"]:not([data-coinslot-secret])'))
      field.setAttribute('data-coinslot-secret', '');
  }

  function watchTrees(found: Iterable<Found>): void {
    for (const { shadowRoot } of found)
      if (shadowRoot !== null && shadowRoot !== undefined && !known.has(shadowRoot)) watch(shadowRoot);
  }

  function watch(root: Root): void {
    known.add(root);
    keepSheet(root);
    mark(root);
    watchTrees(root.querySelectorAll('*'));
    new MutationObserver((records) => {
      mark(root);
      for (const { addedNodes } of records)
        for (const node of addedNodes) watchTrees([node, ...(node.querySelectorAll?.('*') ?? [])]);
    }).observe(root, { subtree: true, childList: true, attributes: true, attributeFilter: ['type'] });
  }

  const top = (only as Root | undefined) ?? document;
  const done = Symbol.for('coinslot.hidden');
  if (done in top) return;
  Object.defineProperty(top, done, { value: true });
  watch(top);
  if (only !== undefined) return;
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function attach(init) {
    const root = attachShadow.call(this, init);
    watch(root);
    return root;
  };
}
