import { t } from '@lingui/core/macro';
import { allRows } from '../../../lib/cursor-query.ts';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/list-states.tsx';
import { LoadMore } from '../../../ui/load-more.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { SkeletonList } from '../../../ui/skeleton.tsx';
import { AdminMachineRow } from '../../machines/components/admin-machine-row.tsx';
import { useUserMachines } from '../api/list-user-machines.ts';

export function UserMachines({ userId }: { userId: string }) {
  const machines = useUserMachines(userId);
  return (
    <QueryView
      query={machines}
      loading={<SkeletonList rows={2} rowClassName="h-20" />}
      empty={{
        when: (data) => allRows(data).length === 0,
        show: <EmptyState title={t`They never asked for a machine`} />,
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
  );
}
