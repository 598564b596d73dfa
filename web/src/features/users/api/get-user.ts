import { AdminUserDetail } from '@coinslot/shared/http/admin-users.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';
import { usersKey } from './list-users.ts';

/** One member as admins see them. */
export function useUser(id: string) {
  return useQuery({
    queryKey: [...usersKey, id],
    queryFn: ({ signal }) =>
      request({ path: `/api/v1/admin/users/${encodeURIComponent(id)}`, answer: AdminUserDetail, signal }),
  });
}
