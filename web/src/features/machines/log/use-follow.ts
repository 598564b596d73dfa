import { type RefObject, useEffect, useRef } from 'react';

type FollowOptions = { following: boolean; onFollow: (following: boolean) => void; mayResume: boolean };

/** How far from the end still counts as being at the end, in px. */
const endSlack = 12;

/**
 * Whatever the reader does to look further up (wheel, finger, keys, the scroll bar) stops following; scrolling down to
 * the end follows again. Only the reader's own acts count: new lines and measured heights move the box as well.
 */
export function useFollow(box: RefObject<HTMLElement | null>, options: FollowOptions): void {
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const listening = new AbortController();
    let lastTop = element.scrollTop;
    let dragging = false;
    const stop = () => latest.current.onFollow(false);
    const on = <Name extends keyof HTMLElementEventMap>(
      name: Name,
      act: (event: HTMLElementEventMap[Name]) => void,
    ) => element.addEventListener(name, act, { passive: true, signal: listening.signal });
    on('wheel', (event) => (event.deltaY < 0 ? stop() : undefined));
    on('touchmove', stop);
    on('keydown', (event) => (['ArrowUp', 'PageUp', 'Home'].includes(event.key) ? stop() : undefined));
    on('pointerdown', () => (dragging = true));
    window.addEventListener('pointerup', () => (dragging = false), { signal: listening.signal });
    on('scroll', () => {
      const up = element.scrollTop < lastTop;
      const down = element.scrollTop > lastTop;
      lastTop = element.scrollTop;
      if (dragging && up) stop();
      const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight <= endSlack;
      if (!latest.current.following && latest.current.mayResume && down && atEnd)
        latest.current.onFollow(true);
    });
    return () => listening.abort();
  }, [box]);
}
