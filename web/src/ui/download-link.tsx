import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';

type DownloadLinkProps = { href: string; children: ReactNode };

/** A link to a file, which the browser saves. */
export function DownloadLink({ href, children }: DownloadLinkProps) {
  return (
    <Button asChild size="small">
      <a href={href} download>
        <Download aria-hidden /> {children}
      </a>
    </Button>
  );
}
