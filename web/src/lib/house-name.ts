import { createContext } from 'react';

const storageKey = 'coinslot.house-name';

/** What the house calls itself: in the header, in the window's title, and where a page speaks of it. */
export const HouseName = createContext(rememberedHouseName());

/** The name of the last visit, so that nothing changes under the reader's eyes while the newest is on its way. */
export function rememberedHouseName(): string {
  try {
    return localStorage.getItem(storageKey) ?? 'Coinslot';
  } catch {
    return 'Coinslot';
  }
}

export function rememberHouseName(name: string): void {
  try {
    localStorage.setItem(storageKey, name);
  } catch {
    // Storage may be refused: the next visit then begins with the software's own name.
  }
}
