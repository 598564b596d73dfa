import { createContext, use } from 'react';

/** True while an admin looks at the page as its member: what changes something is then switched off. */
export const ReadOnly = createContext(false);

export function useReadOnly(): boolean {
  return use(ReadOnly);
}
