import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useSearchParams } from 'react-router';
import { useAdminMachines } from '../../features/machines/api/list-admin-machines.ts';
import { AdminMachineFilterBar } from '../../features/machines/components/admin-machine-filter.tsx';
import { AdminMachineRow } from '../../features/machines/components/admin-machine-row.tsx';
import { allRows } from '../../lib/cursor-query.ts';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/list-states.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';

/** The filter stands in the address, so that it survives going to a machine and back. */
export function AdminMachinesPage() {
  const [query, setQuery] = useSearchParams();
  const filter = { search: query.get('search') ?? '', state: query.get('state') ?? '' };
  const machines = useAdminMachines(filter);
  return (
    <>
      <PageHeader title={t`Machines`} documentTitle={t`All machines`} />
      <AdminMachineFilterBar
        filter={filter}
        onChange={({ search, state }) =>
          setQuery({ ...(search ? { search } : {}), ...(state ? { state } : {}) }, { replace: true })
        }
      />
      <QueryView
        query={machines}
        loading={<SkeletonList rows={6} rowClassName="h-20" />}
        empty={{
          when: (data) => allRows(data).length === 0,
          show: (
            <EmptyState title={t`No machine matches`}>
              <Trans>Try another search or state.</Trans>
            </EmptyState>
          ),
        }}
      >
        {(data) => (
          <>
            <Card className="overflow-hidden p-0!">
              <ul className="divide-line divide-y">
                {allRows(data).map((machine) => (
                  <li key={machine.id}>
                    <AdminMachineRow machine={machine} />
                  </li>
                ))}
              </ul>
            </Card>
            <LoadMore query={machines} />
          </>
        )}
      </QueryView>
    </>
  );
}
