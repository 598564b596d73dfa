import { UserNotePage } from '@coinslot/shared/http/admin-users.ts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { cursorPaging, withQuery } from '../../../lib/cursor-query.ts';
import { request } from '../../../lib/request.ts';
import { usersKey } from './list-users.ts';

/** What admins wrote down about a member, newest first. */
export function useUserNotes(id: string) {
  return useInfiniteQuery({
    queryKey: [...usersKey, id, 'notes'],
    queryFn: ({ pageParam, signal }) =>
      request({
        path: withQuery(`/api/v1/admin/users/${encodeURIComponent(id)}/notes`, { cursor: pageParam }),
        answer: UserNotePage,
        signal,
      }),
    ...cursorPaging,
  });
}
