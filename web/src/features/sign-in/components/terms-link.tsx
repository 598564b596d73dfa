import type { ReactNode } from 'react';

/** Opens beside the form, so that nothing typed is lost. */
export function TermsLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <a href={to} target="_blank" className="text-link font-semibold underline underline-offset-2">
      {children}
    </a>
  );
}
