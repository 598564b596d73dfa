import { AdminMachinePage } from '@coinslot/shared/http/machines.ts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { cursorPaging, withQuery } from '../../../lib/cursor-query.ts';
import { request } from '../../../lib/request.ts';
import { usersKey } from './list-users.ts';

/** A member's machines, newest first. */
export function useUserMachines(id: string) {
  return useInfiniteQuery({
    queryKey: [...usersKey, id, 'machines'],
    queryFn: ({ pageParam, signal }) =>
      request({
        path: withQuery(`/api/v1/admin/users/${encodeURIComponent(id)}/machines`, { cursor: pageParam }),
        answer: AdminMachinePage,
        signal,
      }),
    ...cursorPaging,
  });
}
