import { formatNumber } from '../../../lib/format.ts';

type NumberRowProps = { label: string; numbers: readonly { name: string; value: number }[] };

/** A few numbers beside each other. */
export function NumberRow({ label, numbers }: NumberRowProps) {
  return (
    <dl
      aria-label={label}
      className="rounded-card border-line bg-line shadow-card grid grid-cols-2 gap-px overflow-hidden border sm:grid-cols-3 lg:grid-cols-6"
    >
      {numbers.map(({ name, value }) => (
        <div key={name} className="bg-panel flex flex-col-reverse justify-end px-4 py-3">
          <dt className="text-soft text-sm">{name}</dt>
          <dd className="font-display text-2xl font-extrabold tabular-nums">{formatNumber(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
