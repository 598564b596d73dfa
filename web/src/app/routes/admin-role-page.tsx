import type { Role, RoleList } from '@coinslot/shared/http/admin-roles.ts';
import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link, useParams } from 'react-router';
import { mayDo, useSignedIn } from '../../features/accounts/api/use-signed-in.ts';
import { useRoles } from '../../features/roles/api/list-roles.ts';
import { DeleteRoleButton } from '../../features/roles/components/delete-role-button.tsx';
import { PermissionList } from '../../features/roles/components/permission-list.tsx';
import { RoleForm } from '../../features/roles/components/role-form.tsx';
import { BackLink } from '../../ui/back-link.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { paths } from '../paths.ts';
import { NotFoundPage } from './not-found-page.tsx';

/** One role; without a name in the address, the form of a new one. */
export function AdminRolePage() {
  const { name } = useParams();
  const roles = useRoles();
  return (
    <>
      <BackLink to={paths.adminRoles}>
        <Trans>All roles</Trans>
      </BackLink>
      <QueryView query={roles} loading={<Skeleton className="h-96" />}>
        {(list) => {
          if (name === undefined) return <NewRole list={list} />;
          const role = list.items.find((each) => each.name === name);
          if (!role) return <NotFoundPage />;
          const reload = async () => (await roles.refetch()).data?.items.find((each) => each.name === name);
          return <RoleView role={role} list={list} reload={reload} />;
        }}
      </QueryView>
    </>
  );
}

function NewRole({ list }: { list: RoleList }) {
  return (
    <>
      <PageHeader title={t`New role`} />
      <RoleForm original={null} ownRank={list.ownRank} reload={() => Promise.resolve(undefined)} />
    </>
  );
}

type RoleViewProps = { role: Role; list: RoleList; reload: () => Promise<Role | undefined> };

function RoleView({ role, list, reload }: RoleViewProps) {
  const me = useSignedIn();
  const mayEdit = role.mayEdit && mayDo(me, 'admin.roles.write');
  const members = plural(role.members, {
    0: 'Nobody has it',
    one: '# member has it',
    other: '# members have it',
  });
  return (
    <>
      <PageHeader title={role.name} aside={mayEdit ? <DeleteRoleButton role={role} /> : null}>
        {mayDo(me, 'admin.users.read') && role.members > 0 ? (
          <Link
            to={`${paths.adminUsers}?role=${encodeURIComponent(role.name)}`}
            className="text-link font-semibold underline underline-offset-2"
          >
            {members}
          </Link>
        ) : (
          members
        )}
      </PageHeader>
      {mayEdit ? (
        <RoleForm original={role} ownRank={list.ownRank} reload={reload} />
      ) : (
        <div className="max-w-4xl space-y-4">
          <Notice announced={false}>{whyFixed(role, list.ownRank)}</Notice>
          {role.description ? <p>{role.description}</p> : null}
          <PermissionList held={role.permissions} />
        </div>
      )}
    </>
  );
}

function whyFixed(role: Role, ownRank: number): string {
  if (role.builtIn)
    return t`This role came with the software: rank ${role.rank}, every permission, never changed.`;
  if (role.rank >= ownRank) {
    return t`Its rank is ${role.rank} and yours is ${ownRank}: somebody of a higher rank changes it.`;
  }
  return t`You may look at it and not change it.`;
}
