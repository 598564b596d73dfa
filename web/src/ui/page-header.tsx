import type { ReactNode } from 'react';
import { useDocumentTitle } from '../lib/use-document-title.ts';

type PageHeaderProps = { title: string; children?: ReactNode; aside?: ReactNode; documentTitle?: string };

/** A page's one h1; also names the document. */
export function PageHeader({ title, children, aside, documentTitle }: PageHeaderProps) {
  useDocumentTitle(documentTitle ?? title);
  return (
    <header className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 className="text-3xl font-extrabold tracking-tight break-words sm:text-4xl">{title}</h1>
        {children ? <div className="text-soft mt-1.5 max-w-prose">{children}</div> : null}
      </div>
      {aside}
    </header>
  );
}
