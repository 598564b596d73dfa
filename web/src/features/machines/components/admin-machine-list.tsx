import type { AdminMachinePage } from '@coinslot/shared/http/machines.ts';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { PagedRows } from '../../../ui/paged-rows.tsx';
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
    <PagedRows
      query={machines}
      loading={<SkeletonList rows={loadingRows} rowClassName="h-20" />}
      empty={empty}
    >
      {(machine) => <AdminMachineRow machine={machine} />}
    </PagedRows>
  );
}
