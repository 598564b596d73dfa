import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { classNames } from '../../../lib/class-names.ts';
import { inputLook } from '../../../ui/field.tsx';

type PoolFilterProps = { pools: readonly string[]; value: string; onChange: (pool: string) => void };

/** Shows one pool of the fleet, or all. */
export function PoolFilter({ pools, value, onChange }: PoolFilterProps) {
  const known = value === '' || pools.includes(value) ? pools : [...pools, value];
  return (
    <select
      aria-label={t`Pool`}
      className={classNames(inputLook, 'w-auto! max-w-full')}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">
        <Trans>All pools</Trans>
      </option>
      {known.map((pool) => (
        <option key={pool} value={pool}>
          {pool}
        </option>
      ))}
    </select>
  );
}
