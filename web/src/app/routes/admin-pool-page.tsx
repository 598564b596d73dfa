import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useParams } from 'react-router';
import { usePools } from '../../features/pools/api/list-pools.ts';
import { PoolForm } from '../../features/pools/components/pool-form.tsx';
import { BackLink } from '../../ui/back-link.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { paths } from '../paths.ts';
import { NotFoundPage } from './not-found-page.tsx';

/** One pool's form; without an id in the address, that of a new pool. */
export function AdminPoolPage() {
  const { id } = useParams();
  return (
    <>
      <BackLink to={paths.adminPools}>
        <Trans>All pools</Trans>
      </BackLink>
      {id === undefined ? (
        <>
          <PageHeader title={t`New pool`} />
          <PoolForm pool={null} reload={() => Promise.resolve(undefined)} />
        </>
      ) : (
        <EditPool id={id} />
      )}
    </>
  );
}

function EditPool({ id }: { id: string }) {
  const pools = usePools();
  return (
    <QueryView query={pools} loading={<Skeleton className="h-96 max-w-2xl" />}>
      {(list) => {
        const pool = list.items.find((each) => each.id === id);
        if (!pool) return <NotFoundPage />;
        return (
          <>
            <PageHeader title={t`Edit ${pool.name}`} />
            <PoolForm
              pool={pool}
              reload={async () => {
                const { data } = await pools.refetch();
                return data?.items.find((each) => each.id === id);
              }}
            />
          </>
        );
      }}
    </QueryView>
  );
}
