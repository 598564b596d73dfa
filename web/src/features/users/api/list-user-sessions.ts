import { AdminUserSessionList } from '@coinslot/shared/http/admin-users.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';
import { usersKey } from './list-users.ts';

/** The browsers in which a member is signed in. */
export function useUserSessions(id: string) {
  return useQuery({
    queryKey: [...usersKey, id, 'sessions'],
    queryFn: ({ signal }) =>
      request({
        path: `/api/v1/admin/users/${encodeURIComponent(id)}/sessions`,
        answer: AdminUserSessionList,
        signal,
      }),
  });
}
