import { useEffect } from 'react';

/** Names the document; the last component to ask wins. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Coinslot`;
  }, [title]);
}
