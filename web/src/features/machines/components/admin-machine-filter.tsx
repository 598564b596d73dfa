import { MachineState } from '@coinslot/shared/states/machine.ts';
import { classNames } from '../../../lib/class-names.ts';
import { inputLook } from '../../../ui/field.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import type { AdminMachineFilter } from '../api/list-admin-machines.ts';
import { stateLabels } from '../describe-machine.ts';

type Props = { filter: AdminMachineFilter; onChange: (filter: AdminMachineFilter) => void };

/** By text and by state. */
export function AdminMachineFilterBar({ filter, onChange }: Props) {
  return (
    <div className="mb-4 flex flex-wrap gap-2">
      <SearchField
        label="Search machines"
        placeholder="Machine, member, worker"
        value={filter.search}
        onChange={(search) => onChange({ ...filter, search })}
      />
      <select
        aria-label="State"
        className={classNames(inputLook, 'w-auto!')}
        value={filter.state}
        onChange={(event) => onChange({ ...filter, state: event.target.value })}
      >
        <option value="">All states</option>
        {MachineState.options.map((state) => (
          <option key={state} value={state}>
            {stateLabels[state]}
          </option>
        ))}
      </select>
    </div>
  );
}
