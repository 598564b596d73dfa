import type { ScreenControl } from '@coinslot/shared/worker-messages/stream.ts';
import { type RefObject, useEffect, useEffectEvent } from 'react';
import { isOurKey, nameButton, toPagePoint } from './page-input.ts';
import type { ScreenFrame } from './watch-screen.ts';

type PageInput = {
  canvas: RefObject<HTMLCanvasElement | null>;
  /** Null while nothing may be clicked or typed. */
  page: ScreenFrame | null;
  send: (control: ScreenControl) => void;
  /** The keyboard's way out: Ctrl + Shift + Enter. */
  onLeave: () => void;
};

/** Sends clicks, the wheel, keys and pasted text on the picture to the page that it shows. */
export function usePageInput({ canvas, page, send, onLeave }: PageInput): void {
  const isOpen = page !== null;
  const leave = useEffectEvent(onLeave);
  const sendPointer = useEffectEvent((event: PointerEvent, action: 'move' | 'down' | 'up') => {
    const button = action === 'move' ? 'none' : nameButton(event.button);
    const picture = canvas.current?.getBoundingClientRect();
    if (!page || !picture || button === null) return;
    send({
      type: 'pointer',
      action,
      ...toPagePoint(event, picture, page),
      button,
      clicks: action === 'move' ? 0 : 1,
    });
  });
  const sendWheel = useEffectEvent((event: WheelEvent) => {
    const picture = canvas.current?.getBoundingClientRect();
    if (!page || !picture) return;
    const bounded = (by: number) => Math.max(-5000, Math.min(by, 5000));
    send({
      type: 'wheel',
      ...toPagePoint(event, picture, page),
      byX: bounded(event.deltaX),
      byY: bounded(event.deltaY),
    });
  });
  const sendKey = useEffectEvent((event: KeyboardEvent, action: 'down' | 'up') => {
    if (isOurKey(event)) {
      if (event.key === 'Enter' && action === 'down') leave();
      return;
    }
    event.preventDefault();
    send({ type: 'key', action, key: event.key.slice(0, 30), code: event.code.slice(0, 30) });
  });
  const sendPaste = useEffectEvent((event: ClipboardEvent) => {
    const text = event.clipboardData?.getData('text') ?? '';
    if (text !== '') send({ type: 'text', text: text.slice(0, 2000) });
  });

  useEffect(() => {
    const element = canvas.current;
    if (!element || !isOpen) return undefined;
    const ending = new AbortController();
    const { signal } = ending;
    const moved = onceAFrame((event: PointerEvent) => sendPointer(event, 'move'));
    element.addEventListener('pointermove', moved, { signal });
    element.addEventListener(
      'pointerdown',
      (event) => {
        element.focus();
        element.setPointerCapture(event.pointerId);
        sendPointer(event, 'down');
      },
      { signal },
    );
    element.addEventListener('pointerup', (event) => sendPointer(event, 'up'), { signal });
    element.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });
    element.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault();
        sendWheel(event);
      },
      { signal, passive: false },
    );
    element.addEventListener('keydown', (event) => sendKey(event, 'down'), { signal });
    element.addEventListener('keyup', (event) => sendKey(event, 'up'), { signal });
    element.addEventListener('paste', (event) => sendPaste(event), { signal });
    return () => ending.abort();
  }, [canvas, isOpen]);
}

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
