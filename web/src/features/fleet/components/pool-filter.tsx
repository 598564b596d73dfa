import { classNames } from '../../../lib/class-names.ts';
import { inputLook } from '../../../ui/field.tsx';

type PoolFilterProps = { pools: readonly string[]; value: string; onChange: (pool: string) => void };

/** Shows one pool of the fleet, or all. */
export function PoolFilter({ pools, value, onChange }: PoolFilterProps) {
  const known = value === '' || pools.includes(value) ? pools : [...pools, value];
  return (
    <select
      aria-label="Pool"
      className={classNames(inputLook, 'w-auto! max-w-full')}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">All pools</option>
      {known.map((pool) => (
        <option key={pool} value={pool}>
          {pool}
        </option>
      ))}
    </select>
  );
}
