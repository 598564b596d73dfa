import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { PageHeader } from '../../ui/page-header.tsx';

type NarrowPageProps = { title: string; lead?: ReactNode; children: ReactNode; below?: ReactNode };

/** A page that is one short form. */
export function NarrowPage({ title, lead, children, below }: NarrowPageProps) {
  return (
    <div className="mx-auto max-w-md">
      <PageHeader title={title}>{lead}</PageHeader>
      <Card className="sm:p-6!">{children}</Card>
      {below ? <p className="text-soft mt-5 text-center">{below}</p> : null}
    </div>
  );
}
