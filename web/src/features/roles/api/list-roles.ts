import { RoleList } from '@coinslot/shared/http/admin-roles.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';

export const rolesKey = ['roles'] as const;

/** Every role, the highest rank first, and what the admin who asks may do with it. */
export function useRoles(enabled = true) {
  return useQuery({
    queryKey: rolesKey,
    queryFn: ({ signal }) => request({ path: '/api/v1/admin/roles', answer: RoleList, signal }),
    enabled,
  });
}
