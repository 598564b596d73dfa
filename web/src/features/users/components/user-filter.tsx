import { t } from '@lingui/core/macro';
import type { ReactNode } from 'react';
import { classNames } from '../../../lib/class-names.ts';
import { inputLook } from '../../../ui/field.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { mayDo, useSignedIn } from '../../accounts/api/use-signed-in.ts';
import { useRoles } from '../../roles/api/list-roles.ts';
import type { UserFilter } from '../api/list-users.ts';

type Props = { filter: UserFilter; onChange: (filter: UserFilter) => void };

/** By text, role, state and coins, and in which order. */
export function UserFilterBar({ filter, onChange }: Props) {
  const me = useSignedIn();
  const roles = useRoles(mayDo(me, 'admin.roles.read')).data?.items.map(({ name }) => name) ?? [];
  const known = filter.role === '' || roles.includes(filter.role) ? roles : [...roles, filter.role];
  return (
    <div className="mb-4 flex flex-wrap gap-2">
      <SearchField
        label={t`Search members`}
        placeholder={t`Name, e-mail, id, Discord`}
        value={filter.search}
        onChange={(search) => onChange({ ...filter, search })}
      />
      <Choice label={t`Role`} value={filter.role} onChange={(role) => onChange({ ...filter, role })}>
        <option value="">{t`All roles`}</option>
        {known.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </Choice>
      <Choice
        label={t`State`}
        value={filter.state}
        onChange={(state) => onChange({ ...filter, state: state as UserFilter['state'] })}
      >
        <option value="all">{t`All states`}</option>
        <option value="enabled">{t`Enabled`}</option>
        <option value="disabled">{t`Disabled`}</option>
      </Choice>
      <Choice
        label={t`Coins`}
        value={filter.coins}
        onChange={(coins) => onChange({ ...filter, coins: coins as UserFilter['coins'] })}
      >
        <option value="all">{t`Any coins`}</option>
        <option value="some">{t`With coins`}</option>
        <option value="owing">{t`Owing coins`}</option>
      </Choice>
      <Choice
        label={t`Order`}
        value={filter.sort}
        onChange={(sort) => onChange({ ...filter, sort: sort as UserFilter['sort'] })}
      >
        <option value="newest">{t`Newest first`}</option>
        <option value="coins">{t`Most coins first`}</option>
        <option value="last_seen">{t`Last seen first`}</option>
      </Choice>
    </div>
  );
}

type ChoiceProps = { label: string; value: string; onChange: (value: string) => void; children: ReactNode };

function Choice({ label, value, onChange, children }: ChoiceProps) {
  return (
    <select
      aria-label={label}
      className={classNames(inputLook, 'w-auto! max-sm:flex-1')}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {children}
    </select>
  );
}
