import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { classNames } from '../lib/class-names.ts';

type RowLinkProps = {
  to: string;
  /** The columns of a wide window, e.g. `md:grid-cols-[2fr_1fr]`. */
  columns: string;
  children: ReactNode;
};

/** One row of a list that leads to its own page: a card on a phone, a line on a wide screen. */
export function RowLink({ to, columns, children }: RowLinkProps) {
  return (
    <Link
      to={to}
      className={classNames(
        'hover:bg-sunk grid gap-x-6 gap-y-1 px-4 py-3.5 -outline-offset-3 md:items-center',
        columns,
      )}
    >
      {children}
    </Link>
  );
}
