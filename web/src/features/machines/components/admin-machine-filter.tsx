import { MachineState } from '@coinslot/shared/states/machine.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { classNames } from '../../../lib/class-names.ts';
import { inputLook } from '../../../ui/field.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { say } from '../../../words/say.ts';
import type { AdminMachineFilter } from '../api/list-admin-machines.ts';
import { stateLabels } from '../describe-machine.ts';

type Props = { filter: AdminMachineFilter; onChange: (filter: AdminMachineFilter) => void };

/** By text and by state. */
export function AdminMachineFilterBar({ filter, onChange }: Props) {
  return (
    <div className="mb-4 flex flex-wrap gap-2">
      <SearchField
        label={t`Search machines`}
        placeholder={t`Machine, member, worker`}
        value={filter.search}
        onChange={(search) => onChange({ ...filter, search })}
      />
      <select
        aria-label={t`State`}
        className={classNames(inputLook, 'w-auto!')}
        value={filter.state}
        onChange={(event) => onChange({ ...filter, state: event.target.value })}
      >
        <option value="">
          <Trans>All states</Trans>
        </option>
        {MachineState.options.map((state) => (
          <option key={state} value={state}>
            {say(stateLabels[state])}
          </option>
        ))}
      </select>
    </div>
  );
}
