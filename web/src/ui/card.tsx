import type { ComponentProps, ReactNode } from 'react';
import { classNames } from '../lib/class-names.ts';

export function Card({ className, ...rest }: ComponentProps<'section'>) {
  return (
    <section
      className={classNames('rounded-card border border-line bg-panel p-4 shadow-card sm:p-5', className)}
      {...rest}
    />
  );
}

type CardTitleProps = { children: ReactNode; aside?: ReactNode; id?: string };

/** A card's heading with an optional action at its right. */
export function CardTitle({ children, aside, id }: CardTitleProps) {
  return (
    <div className="mb-3 flex min-h-9 flex-wrap items-center justify-between gap-2">
      <h2 id={id} className="text-lg font-bold">
        {children}
      </h2>
      {aside}
    </div>
  );
}
