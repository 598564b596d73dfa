import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link } from 'react-router';
import { useActiveMachines, useEndedMachines } from '../../features/machines/api/list-machines.ts';
import { MachineRow } from '../../features/machines/components/machine-row.tsx';
import { allRows } from '../../lib/cursor-query.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/list-states.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { paths } from '../paths.ts';

/** The ended ones come when the active ones have their height, so that nothing jumps. */
export function MachinesPage() {
  const active = useActiveMachines();
  useEndedMachines();
  return (
    <div className="mx-auto max-w-4xl">
      <PageHeader title={t`Your machines`} />
      <section aria-label={t`Active`}>
        <ActiveMachines />
      </section>
      {active.isPending ? null : <EndedMachines />}
    </div>
  );
}

function ActiveMachines() {
  const machines = useActiveMachines();
  return (
    <QueryView
      query={machines}
      loading={<SkeletonList rows={4} rowClassName="h-28" />}
      empty={{
        when: (page) => page.items.length === 0,
        show: (
          <EmptyState
            title={t`No machine is running`}
            action={
              <Button asChild look="coin">
                <Link to={paths.shop}>
                  <Trans>Go to the shop</Trans>
                </Link>
              </Button>
            }
          >
            <Trans>Insert a coin and one will be set up for you.</Trans>
          </EmptyState>
        ),
      }}
    >
      {(page) => (
        <ul className="space-y-3">
          {page.items.map((machine) => (
            <li key={machine.id}>
              <MachineRow machine={machine} />
            </li>
          ))}
        </ul>
      )}
    </QueryView>
  );
}

function EndedMachines() {
  const machines = useEndedMachines();
  return (
    <QueryView
      query={machines}
      loading={<SkeletonList rows={3} rowClassName="h-28" className="mt-8" />}
      empty={{ when: (data) => allRows(data).length === 0, show: null }}
    >
      {(data) => (
        <section aria-labelledby="ended">
          <h2 id="ended" className="mt-8 mb-3 text-xl font-bold">
            <Trans>Ended</Trans>
          </h2>
          <ul className="space-y-3">
            {allRows(data).map((machine) => (
              <li key={machine.id}>
                <MachineRow machine={machine} />
              </li>
            ))}
          </ul>
          <LoadMore query={machines} />
        </section>
      )}
    </QueryView>
  );
}
