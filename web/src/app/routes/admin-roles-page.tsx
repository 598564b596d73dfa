import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Plus } from 'lucide-react';
import { mayDo, useSignedIn } from '../../features/accounts/api/use-signed-in.ts';
import { useRoles } from '../../features/roles/api/list-roles.ts';
import { RoleRow } from '../../features/roles/components/role-row.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { RowCard } from '../../ui/row-card.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { paths } from '../paths.ts';

export function AdminRolesPage() {
  const me = useSignedIn();
  const roles = useRoles();
  return (
    <>
      <PageHeader
        title={t`Roles`}
        aside={
          mayDo(me, 'admin.roles.write') ? (
            <LinkButton to={paths.adminRoleNew} look="coin">
              <Plus aria-hidden /> <Trans>New role</Trans>
            </LinkButton>
          ) : null
        }
      >
        <Trans>
          A role is a set of permissions with a rank. People act on roles and members below their own rank
          alone.
        </Trans>
      </PageHeader>
      <QueryView query={roles} loading={<SkeletonList rows={4} rowClassName="h-20" />}>
        {({ items }) => (
          <RowCard rows={items} keyOf={({ name }) => name}>
            {(role) => <RoleRow role={role} />}
          </RowCard>
        )}
      </QueryView>
    </>
  );
}
