import { AdminUserPage } from '@coinslot/shared/http/admin-users.ts';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { cursorPaging, withQuery } from '../../../lib/cursor-query.ts';
import { request } from '../../../lib/request.ts';

export const usersKey = ['users'] as const;

/** Members by name or e-mail, newest first. */
export function useAdminUsers(search: string) {
  return useInfiniteQuery({
    queryKey: [...usersKey, search],
    queryFn: ({ pageParam, signal }) =>
      request({
        path: withQuery('/api/v1/admin/users', { search, cursor: pageParam }),
        answer: AdminUserPage,
        signal,
      }),
    placeholderData: keepPreviousData,
    ...cursorPaging,
  });
}
