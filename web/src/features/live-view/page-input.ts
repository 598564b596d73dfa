import type { ScreenControl } from '@coinslot/shared/worker-messages/stream.ts';

type Size = { width: number; height: number };
type PointerButton = Extract<ScreenControl, { type: 'pointer' }>['button'];

/** Where in the lab's page a point of the picture lies, in its CSS pixels; the picture is drawn smaller or larger than the page. */
export function toPagePoint(
  at: { clientX: number; clientY: number },
  picture: { left: number; top: number } & Size,
  page: Size,
): { x: number; y: number } {
  const x = ((at.clientX - picture.left) / Math.max(1, picture.width)) * page.width;
  const y = ((at.clientY - picture.top) / Math.max(1, picture.height)) * page.height;
  return { x: within(x, page.width), y: within(y, page.height) };
}

function within(value: number, most: number): number {
  return Math.round(Math.max(0, Math.min(value, most)) * 10) / 10;
}

const buttons: Record<number, PointerButton> = { 0: 'left', 1: 'middle', 2: 'right' };

/** The contract's name of a mouse button; null for those that pages do not use. */
export function nameButton(button: number): PointerButton | null {
  return buttons[button] ?? null;
}

export type Press = { button: number; x: number; y: number; atMs: number; clicks: number };

const doublePressMs = 500;
const doublePressPx = 6;

/** Which press in a row it is: 2 is a double click, 3 selects a paragraph. Pointer events do not count them themselves. */
export function countPress(press: Omit<Press, 'clicks'>, last: Press | null): Press {
  const goesOn =
    last !== null &&
    last.button === press.button &&
    press.atMs - last.atMs <= doublePressMs &&
    Math.hypot(press.x - last.x, press.y - last.y) <= doublePressPx;
  return { ...press, clicks: goesOn ? (last.clicks % 3) + 1 : 1 };
}

const lineHeight = 16;
const pageHeight = 800;

/** How far a wheel turned, in CSS pixels; some browsers count lines or pages. */
export function toPixels(delta: number, mode: number): number {
  const unit = mode === 1 ? lineHeight : mode === 2 ? pageHeight : 1;
  return Math.max(-5000, Math.min(delta * unit, 5000));
}

const pieceLength = 2000;

/** A long text in pieces that fit into a message; never through the middle of a character. */
export function cutText(text: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const character of text) {
    if (piece.length + character.length > pieceLength) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return piece === '' ? pieces : [...pieces, piece];
}

/** Keys that are the browser's own or the way out, and never go to the lab's page. */
export function isOurKey({ ctrlKey, metaKey, shiftKey, key }: KeyInput): boolean {
  const isPaste = (ctrlKey || metaKey) && key.toLowerCase() === 'v';
  const isWayOut = ctrlKey && shiftKey && key === 'Enter';
  return isPaste || isWayOut || key === 'F5' || key === 'F11' || key === 'F12';
}

/** A dead key, an input method or a phone's keyboard: what it writes comes as text. */
export function isComposed({ isComposing, key }: { isComposing: boolean; key: string }): boolean {
  return isComposing || composedKeys.has(key);
}

const composedKeys: ReadonlySet<string> = new Set(['Dead', 'Compose', 'Process', 'Unidentified']);

type KeyInput = Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'shiftKey' | 'key'>;
