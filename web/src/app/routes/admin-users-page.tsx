import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useSearchParams } from 'react-router';
import { mayDo, useSignedIn } from '../../features/accounts/api/use-signed-in.ts';
import { useUsers } from '../../features/users/api/list-users.ts';
import { UserFilterBar } from '../../features/users/components/user-filter.tsx';
import { UserRow } from '../../features/users/components/user-row.tsx';
import { readUserFilter, writeUserFilter } from '../../features/users/read-user-filter.ts';
import { allRows } from '../../lib/cursor-query.ts';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/list-states.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
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
      <QueryView
        query={users}
        loading={<SkeletonList rows={6} rowClassName="h-20" />}
        empty={{
          when: (data) => allRows(data).length === 0,
          show: (
            <EmptyState title={t`Nobody matches`}>
              <Trans>Try another name, or fewer conditions.</Trans>
            </EmptyState>
          ),
        }}
      >
        {(data) => (
          <>
            <Card className="overflow-hidden p-0!">
              <ul className="divide-line divide-y">
                {allRows(data).map((user) => (
                  <li key={user.id}>
                    <UserRow user={user} showWallet={mayDo(me, 'admin.wallets.read')} />
                  </li>
                ))}
              </ul>
            </Card>
            <LoadMore query={users} />
          </>
        )}
      </QueryView>
    </>
  );
}
