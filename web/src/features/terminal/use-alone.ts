import { type RefObject, useEffect } from 'react';

/** While `isAlone`, neither the Tab key nor a screen reader reaches anything of the page but this element, and what is read out by itself. */
export function useAlone(element: RefObject<HTMLElement | null>, isAlone: boolean): void {
  useEffect(() => {
    if (!isAlone || !element.current) return undefined;
    const left = besides(element.current);
    for (const each of left) each.inert = true;
    return () => {
      for (const each of left) each.inert = false;
    };
  }, [element, isAlone]);
}

/** Everything that stands beside the element or beside one that holds it. */
function besides(element: HTMLElement): HTMLElement[] {
  const found: HTMLElement[] = [];
  for (let at = element; at.parentElement !== null && at !== document.body; at = at.parentElement) {
    for (const sibling of at.parentElement.children) {
      if (sibling !== at && sibling instanceof HTMLElement && isReachable(sibling)) found.push(sibling);
    }
  }
  return found;
}

function isReachable({ inert, ariaLive }: HTMLElement): boolean {
  return !inert && ariaLive === null;
}
