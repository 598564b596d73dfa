import type { Role } from '@coinslot/shared/http/admin-roles.ts';
import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { paths } from '../../../app/paths.ts';
import { Badge } from '../../../ui/badge.tsx';
import { RowLink } from '../../../ui/row-link.tsx';

/** One role of the list. */
export function RoleRow({ role }: { role: Role }) {
  const writes = role.permissions.filter((permission) => !permission.endsWith('.read')).length;
  const reads = role.permissions.length - writes;
  return (
    <RowLink to={paths.adminRole(role.name)} columns="md:grid-cols-[1.6fr_1fr_9rem]">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 font-bold">
          <span className="break-all">{role.name}</span>
          {role.builtIn ? (
            <Badge tone="coin">
              <Trans>Built in</Trans>
            </Badge>
          ) : null}
        </p>
        {role.description ? <p className="text-soft text-sm break-words">{role.description}</p> : null}
      </div>
      <p className="text-soft text-sm">
        {role.permissions.length === 0 ? t`No permissions` : t`${reads} to see, ${writes} to change`}
      </p>
      <p className="text-soft text-sm md:text-right">
        <span className="text-ink font-semibold">{t`Rank ${role.rank}`}</span> ·{' '}
        {plural(role.members, { 0: 'nobody', one: '# member', other: '# members' })}
      </p>
    </RowLink>
  );
}
