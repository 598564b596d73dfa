import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { classNames } from '../../../lib/class-names.ts';
import { say } from '../../../words/say.ts';
import { sizeNames } from '../describe-product.ts';
import { everyProduct, type ProductFilter, type ProductSize } from '../filter-products.ts';

type ProductFilterBarProps = {
  choices: { sizes: readonly ProductSize[]; withGpu: boolean };
  filter: ProductFilter;
  onChange: (filter: ProductFilter) => void;
  shown: number;
  of: number;
};

/** Narrows the shelf by size and graphics card. */
export function ProductFilterBar({ choices, filter, onChange, shown, of }: ProductFilterBarProps) {
  return (
    <div role="group" aria-label={t`Filter the machines`} className="mb-5 flex flex-wrap items-center gap-2">
      <Chip on={filter.size === null && !filter.gpuOnly} onClick={() => onChange(everyProduct)}>
        <Trans>All</Trans>
      </Chip>
      {choices.sizes.map((size) => (
        <Chip
          key={size}
          on={filter.size === size}
          onClick={() => onChange({ ...filter, size: filter.size === size ? null : size })}
        >
          {say(sizeNames[size])}
        </Chip>
      ))}
      {choices.withGpu ? (
        <Chip on={filter.gpuOnly} onClick={() => onChange({ ...filter, gpuOnly: !filter.gpuOnly })}>
          <Trans>With GPU</Trans>
        </Chip>
      ) : null}
      <p role="status" className="text-soft ml-1 text-sm">
        <Trans>
          {shown} of {of}
        </Trans>
      </p>
    </div>
  );
}

function Chip({ on, onClick, children }: { on: boolean; onClick: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={onClick}
      className={classNames(
        'min-h-10 rounded-full border px-4 text-[0.95rem] font-semibold',
        on
          ? 'border-coin-text bg-coin-wash text-coin-text'
          : 'border-line-strong bg-panel text-ink hover:bg-sunk',
      )}
    >
      {children}
    </button>
  );
}
