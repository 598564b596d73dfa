import { AdminUserDetail, type SetUserRolesRequest } from '@coinslot/shared/http/admin-users.ts';
import { request } from '../../../lib/request.ts';

/** Gives a member these roles and no others. */
export function setUserRoles(userId: string, body: SetUserRolesRequest): Promise<AdminUserDetail> {
  return request({
    method: 'PUT',
    path: `/api/v1/admin/users/${encodeURIComponent(userId)}/roles`,
    body,
    answer: AdminUserDetail,
  });
}
