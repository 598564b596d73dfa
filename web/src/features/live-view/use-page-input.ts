import type { ScreenControl } from '@coinslot/shared/worker-messages/stream.ts';
import { type RefObject, useEffect, useEffectEvent } from 'react';
import { listenToKeys } from './listen-to-keys.ts';
import { countPress, nameButton, type Press, toPagePoint, toPixels } from './page-input.ts';
import type { ScreenFrame } from './watch-screen.ts';

type PageInput = {
  canvas: RefObject<HTMLCanvasElement | null>;
  /** The field that the keyboard writes into. */
  keys: RefObject<HTMLTextAreaElement | null>;
  /** Null while nothing may be clicked or typed. */
  page: ScreenFrame | null;
  send: (control: ScreenControl) => void;
  /** The keyboard's way out: Ctrl + Shift + Enter. */
  onLeave: () => void;
};

/** Sends clicks, the wheel, keys and pasted text on the picture to the page that it shows. */
export function usePageInput({ canvas, keys, page, send, onLeave }: PageInput): void {
  const isOpen = page !== null;
  const leave = useEffectEvent(onLeave);
  const sendOn = useEffectEvent(send);
  const sendPointer = useEffectEvent(
    (at: PointerEvent, action: 'move' | 'down' | 'up', { button, clicks }: Pressed) => {
      const picture = canvas.current?.getBoundingClientRect();
      const name = button === null ? 'none' : nameButton(button);
      if (!page || !picture || name === null) return;
      send({ type: 'pointer', action, ...toPagePoint(at, picture, page), button: name, clicks });
    },
  );
  const sendWheel = useEffectEvent((event: WheelEvent) => {
    const picture = canvas.current?.getBoundingClientRect();
    if (!page || !picture) return;
    const by = (delta: number) => toPixels(delta, event.deltaMode);
    send({
      type: 'wheel',
      ...toPagePoint(event, picture, page),
      byX: by(event.deltaX),
      byY: by(event.deltaY),
    });
  });

  useEffect(() => {
    const element = canvas.current;
    if (!element || !isOpen) return undefined;
    const ending = new AbortController();
    const { signal } = ending;
    let last: Press | null = null;
    let isDown = false;
    const moved = onceAFrame((event: PointerEvent) =>
      sendPointer(event, 'move', { button: isDown && last ? last.button : null, clicks: 0 }),
    );
    element.addEventListener('pointermove', moved, { signal });
    element.addEventListener(
      'pointerdown',
      (event) => {
        keys.current?.focus({ preventScroll: true });
        element.setPointerCapture(event.pointerId);
        const { clientX: x, clientY: y, button, timeStamp: atMs } = event;
        last = countPress({ x, y, button, atMs }, last);
        isDown = true;
        sendPointer(event, 'down', last);
      },
      { signal },
    );
    for (const type of ['pointerup', 'pointercancel'] as const) {
      element.addEventListener(
        type,
        (event) => {
          if (!isDown || last === null) return;
          isDown = false;
          sendPointer(event, 'up', last);
        },
        { signal },
      );
    }
    // The field has the keyboard, and keeps it.
    element.addEventListener('mousedown', (event) => event.preventDefault(), { signal });
    element.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });
    element.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault();
        sendWheel(event);
      },
      { signal, passive: false },
    );
    if (keys.current) {
      listenToKeys(keys.current, { signal, send: (control) => sendOn(control), leave: () => leave() });
    }
    return () => ending.abort();
  }, [canvas, keys, isOpen]);
}

type Pressed = { button: number | null; clicks: number };

/** Of many events between two frames only the last counts: a mouse sends up to a thousand a second. */
function onceAFrame<Input>(act: (input: Input) => void): (input: Input) => void {
  let waiting: Input | null = null;
  return (input) => {
    if (waiting === null) {
      requestAnimationFrame(() => {
        if (waiting !== null) act(waiting);
        waiting = null;
      });
    }
    waiting = input;
  };
}
