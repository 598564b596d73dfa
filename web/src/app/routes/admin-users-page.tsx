import { useState } from 'react';
import { useAdminUsers } from '../../features/accounts/api/list-admin-users.ts';
import { mayDo, useSignedIn } from '../../features/accounts/api/use-signed-in.ts';
import { UserRow } from '../../features/accounts/components/user-row.tsx';
import { AdjustButton } from '../../features/wallet/components/adjust-button.tsx';
import { allRows } from '../../lib/cursor-query.ts';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/list-states.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';

export function AdminUsersPage() {
  const me = useSignedIn();
  const [search, setSearch] = useState('');
  const users = useAdminUsers(search);
  return (
    <>
      <PageHeader title="Members" />
      <div className="mb-4 flex">
        <SearchField
          label="Search members"
          placeholder="Name or e-mail"
          value={search}
          onChange={setSearch}
        />
      </div>
      <QueryView
        query={users}
        loading={<SkeletonList rows={6} rowClassName="h-20" />}
        empty={{
          when: (data) => allRows(data).length === 0,
          show: <EmptyState title="Nobody matches">Try another name or address.</EmptyState>,
        }}
      >
        {(data) => (
          <>
            <Card className="p-0!">
              <ul className="divide-line divide-y">
                {allRows(data).map((user) => (
                  <li key={user.id}>
                    <UserRow
                      user={user}
                      showWallet={mayDo(me, 'admin.wallets.read')}
                      action={mayDo(me, 'admin.wallets.adjust') ? <AdjustButton user={user} /> : null}
                    />
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
