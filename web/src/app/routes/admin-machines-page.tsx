import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useSearchParams } from 'react-router';
import { useAdminMachines } from '../../features/machines/api/list-admin-machines.ts';
import { AdminMachineFilterBar } from '../../features/machines/components/admin-machine-filter.tsx';
import { AdminMachineList } from '../../features/machines/components/admin-machine-list.tsx';
import { EmptyState } from '../../ui/list-states.tsx';
import { PageHeader } from '../../ui/page-header.tsx';

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
      <AdminMachineList
        machines={machines}
        loadingRows={6}
        empty={
          <EmptyState title={t`No machine matches`}>
            <Trans>Try another search or state.</Trans>
          </EmptyState>
        }
      />
    </>
  );
}
