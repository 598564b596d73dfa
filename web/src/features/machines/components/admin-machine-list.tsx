import type { AdminMachinePage } from '@coinslot/shared/http/machines.ts';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { allRows } from '../../../lib/cursor-query.ts';
import { Card } from '../../../ui/card.tsx';
import { LoadMore } from '../../../ui/load-more.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { SkeletonList } from '../../../ui/skeleton.tsx';
import { AdminMachineRow } from './admin-machine-row.tsx';

type AdminMachineListProps = {
  machines: UseInfiniteQueryResult<InfiniteData<AdminMachinePage>>;
  /** How many rows stand for the list while it loads. */
  loadingRows: number;
  /** Shown when there is no machine. */
  empty: ReactNode;
};

/** Machines as admins see them, page after page. */
export function AdminMachineList({ machines, loadingRows, empty }: AdminMachineListProps) {
  return (
    <QueryView
      query={machines}
      loading={<SkeletonList rows={loadingRows} rowClassName="h-20" />}
      empty={{ when: (data) => allRows(data).length === 0, show: empty }}
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
