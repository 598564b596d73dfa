import { type ReactNode, useId } from 'react';
import { Card } from './card.tsx';

type FormSectionProps = { title: string; hint?: ReactNode; children: ReactNode };

/** A part of a long form with its own heading. */
export function FormSection({ title, hint, children }: FormSectionProps) {
  const id = useId();
  return (
    <Card role="group" aria-labelledby={id} className="space-y-4">
      <div>
        <h2 id={id} className="text-lg font-bold">
          {title}
        </h2>
        {hint ? <p className="text-soft text-sm">{hint}</p> : null}
      </div>
      {children}
    </Card>
  );
}

/** The row of buttons that ends a form which is a page of its own. */
export function FormActions({ children }: { children: ReactNode }) {
  return <div className="flex flex-col-reverse gap-2 sm:flex-row sm:justify-end">{children}</div>;
}
