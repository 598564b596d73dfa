import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Plus } from 'lucide-react';
import { mayDo, useSignedIn } from '../../features/accounts/api/use-signed-in.ts';
import { usePools } from '../../features/pools/api/list-pools.ts';
import { PoolCard } from '../../features/pools/components/pool-card.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { EmptyState } from '../../ui/list-states.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { paths } from '../paths.ts';

export function AdminPoolsPage() {
  const me = useSignedIn();
  const pools = usePools();
  const mayWrite = mayDo(me, 'admin.pools.write');
  const create = mayWrite ? (
    <LinkButton to={paths.adminPoolNew} look="coin">
      <Plus aria-hidden /> <Trans>New pool</Trans>
    </LinkButton>
  ) : null;
  return (
    <>
      <PageHeader title={t`Pools`} aside={create}>
        <Trans>Groups of workers. A product says which pool serves it.</Trans>
      </PageHeader>
      <QueryView
        query={pools}
        loading={
          <SkeletonList
            rows={3}
            rowClassName="h-64"
            className="grid gap-4 space-y-0! md:grid-cols-2 lg:grid-cols-3"
          />
        }
        empty={{
          when: (list) => list.items.length === 0,
          show: (
            <EmptyState title={t`No pool yet`}>
              <Trans>Workers are enrolled into a pool, so make one first.</Trans>
            </EmptyState>
          ),
        }}
      >
        {(list) => (
          <ul className="grid gap-4 md:grid-cols-2 lg:grid-cols-3">
            {list.items.map((pool) => (
              <li key={pool.id}>
                <PoolCard pool={pool} mayWrite={mayWrite} />
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </>
  );
}
