import { use, useEffect } from 'react';
import { HouseName } from './house-name.ts';

/** Names the document and the house; the last component to ask wins. */
export function useDocumentTitle(title: string): void {
  const house = use(HouseName);
  useEffect(() => {
    document.title = `${title} · ${house}`;
  }, [title, house]);
}
