import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useSearchParams } from 'react-router';
import { mayDo, useSignedIn } from '../../features/accounts/api/use-signed-in.ts';
import { useUsers } from '../../features/users/api/list-users.ts';
import { UserFilterBar } from '../../features/users/components/user-filter.tsx';
import { UserRow } from '../../features/users/components/user-row.tsx';
import { readUserFilter, writeUserFilter } from '../../features/users/read-user-filter.ts';
import { EmptyState } from '../../ui/list-states.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { PagedRows } from '../../ui/paged-rows.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';

/** The filter stands in the address, so that it survives going to a member and back. */
export function AdminUsersPage() {
  const me = useSignedIn();
  const [query, setQuery] = useSearchParams();
  const filter = readUserFilter(query);
  const users = useUsers(filter);
  return (
    <>
      <PageHeader title={t`Members`} />
      <UserFilterBar
        filter={filter}
        onChange={(changed) => setQuery(writeUserFilter(changed), { replace: true })}
      />
      <PagedRows
        query={users}
        loading={<SkeletonList rows={6} rowClassName="h-20" />}
        empty={
          <EmptyState title={t`Nobody matches`}>
            <Trans>Try another name, or fewer conditions.</Trans>
          </EmptyState>
        }
      >
        {(user) => <UserRow user={user} showWallet={mayDo(me, 'admin.wallets.read')} />}
      </PagedRows>
    </>
  );
}
