import { AdminUserPage, type AdminUserQuery } from '@coinslot/shared/http/admin-users.ts';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { cursorPaging, withQuery } from '../../../lib/cursor-query.ts';
import { request } from '../../../lib/request.ts';

/** Everything that admins see of members begins with this key. */
export const usersKey = ['users'] as const;

export type UserFilter = Pick<AdminUserQuery, 'search' | 'state' | 'coins' | 'sort'> & { role: string };

/** The members that a filter lets through, in its order. */
export function useUsers(filter: UserFilter) {
  return useInfiniteQuery({
    queryKey: [...usersKey, 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      request({
        path: withQuery('/api/v1/admin/users', { ...filter, cursor: pageParam }),
        answer: AdminUserPage,
        signal,
      }),
    placeholderData: keepPreviousData,
    ...cursorPaging,
  });
}
