import { AdminMachinePage } from '@coinslot/shared/http/machines.ts';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { cursorPaging, withQuery } from '../../../lib/cursor-query.ts';
import { request } from '../../../lib/request.ts';
import { machinesKey } from './keys.ts';

export type AdminMachineFilter = { search: string; state: string };

/** Machines of every member, newest first. */
export function useAdminMachines({ search, state }: AdminMachineFilter) {
  return useInfiniteQuery({
    queryKey: [...machinesKey, 'admin-list', search, state],
    queryFn: ({ pageParam, signal }) =>
      request({
        path: withQuery('/api/v1/admin/machines', { search, state, cursor: pageParam }),
        answer: AdminMachinePage,
        signal,
      }),
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
    ...cursorPaging,
  });
}
