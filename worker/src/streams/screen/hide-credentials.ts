import type { CDPSession, Page } from 'puppeteer';
import type { LabPage } from '../../browser/page/lab-page.ts';
import { raceSignal } from '../../browser/page/race-signal.ts';
import { hideInPage } from './hide-in-page.ts';

const hideTimeoutMs = 5_000;
const hiddenAlways = ['input[type="password"]', '[data-coinslot-secret]', '[data-secret]'];
const hidden = new WeakMap<Page, Promise<void>>();

/** From the first document on, so that it is known later what was a password once: a page may show it as text before anybody looks. */
export async function followCredentials(
  { page, onPopUp }: LabPage,
  credentialSelectors: readonly string[],
): Promise<void> {
  // One that cannot be hidden now is tried again, and not shown, when somebody looks.
  onPopUp((popUp) => void hideCredentials(popUp, credentialSelectors).catch(() => undefined));
  await page.evaluateOnNewDocument(hideInPage, [...hiddenAlways, ...credentialSelectors]);
}

/**
 * Makes credentials invisible on this page, on every page that comes after it, in its frames and its shadow trees, for as long as it lives. A
 * field that was a password once stays hidden when its page shows it as text. Rejects when it did not work: then there are no pictures.
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
  await raceSignal(hideInFrames(page, selectors), late);
  await raceSignal(hideInClosedTrees(page, selectors), late);
  // Until it is painted the browser would send what it had painted before; and a frame may have come between.
  await raceSignal(painted(page), late);
  await raceSignal(hideInFrames(page, selectors), late);
  await raceSignal(painted(page), late);
}

async function hideInFrames(page: Page, selectors: string[]): Promise<void> {
  await Promise.all(page.frames().map((frame) => frame.evaluate(hideInPage, selectors)));
}

/** A page in the background paints nothing and has nothing to show: nobody waits for it longer than this. */
const paintTimeoutMs = 1_000;

async function painted(page: Page): Promise<void> {
  await Promise.all(page.frames().map((frame) => frame.evaluate(paintTwice, paintTimeoutMs)));
}

/** Runs in the page. */
function paintTwice(timeoutMs: number): Promise<void> {
  const { requestAnimationFrame } = globalThis as unknown as {
    requestAnimationFrame: (act: () => void) => void;
  };
  return new Promise((resolve) => {
    setTimeout(resolve, timeoutMs);
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
  });
}

type Node = {
  backendNodeId: number;
  shadowRootType?: string;
  children?: Node[];
  shadowRoots?: Node[];
  contentDocument?: Node;
};

/** Closed trees that were there before us: no script of the page's finds them, the browser does. */
async function hideInClosedTrees(page: Page, selectors: string[]): Promise<void> {
  const session = await page.createCDPSession();
  try {
    const { root } = await session.send('DOM.getDocument', { depth: -1, pierce: true });
    for (const { backendNodeId } of closedTrees(root)) await hideInTree(session, backendNodeId, selectors);
  } finally {
    await session.detach();
  }
}

async function hideInTree(session: CDPSession, backendNodeId: number, selectors: string[]): Promise<void> {
  const { object } = await session.send('DOM.resolveNode', { backendNodeId });
  if (object.objectId === undefined) throw new Error('a closed tree cannot be hidden');
  const { exceptionDetails } = await session.send('Runtime.callFunctionOn', {
    objectId: object.objectId,
    functionDeclaration: `function (selectors) { (${hideInPage.toString()})(selectors, this); }`,
    arguments: [{ value: selectors }],
  });
  if (exceptionDetails !== undefined)
    throw new Error(`a closed tree cannot be hidden: ${exceptionDetails.text}`);
}

function closedTrees(node: Node): Node[] {
  const below = [...(node.children ?? []), ...(node.shadowRoots ?? [])];
  if (node.contentDocument !== undefined) below.push(node.contentDocument);
  const found = below.flatMap(closedTrees);
  return node.shadowRootType === 'closed' ? [node, ...found] : found;
}
