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

/** Keys that are the browser's own or the way out, and never go to the lab's page. */
export function isOurKey({ ctrlKey, metaKey, shiftKey, key }: KeyInput): boolean {
  const isPaste = (ctrlKey || metaKey) && key.toLowerCase() === 'v';
  const isWayOut = ctrlKey && shiftKey && key === 'Enter';
  return isPaste || isWayOut || key === 'F5' || key === 'F11' || key === 'F12' || key === 'Process';
}

type KeyInput = Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'shiftKey' | 'key'>;
