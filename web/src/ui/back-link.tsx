import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';

/** Up to the list a page belongs to. */
export function BackLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <p className="mb-2">
      <Link
        to={to}
        className="text-link inline-flex items-center gap-1.5 font-semibold underline underline-offset-2"
      >
        <ArrowLeft aria-hidden className="size-4" />
        {children}
      </Link>
    </p>
  );
}
