import type { ReactNode } from 'react';
import { classNames } from '../lib/class-names.ts';

type FactsProps = { items: readonly { name: string; value: ReactNode }[]; className?: string };

/** Names with values, e.g. the facts of a purchase. */
export function Facts({ items, className }: FactsProps) {
  return (
    <dl className={classNames('divide-y divide-line rounded-xl border border-line bg-sunk px-4', className)}>
      {items.map((item) => (
        <div
          key={item.name}
          className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 py-2.5"
        >
          <dt className="text-soft">{item.name}</dt>
          <dd className="min-w-0 text-right font-semibold break-words">{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
