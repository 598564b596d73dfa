import { AdminUserDetail } from '@coinslot/shared/http/admin-users.ts';
import { request } from '../../../lib/request.ts';

/** Signs a member out for good and ends their machines. */
export function disableUser(userId: string, reason: string): Promise<AdminUserDetail> {
  const path = `/api/v1/admin/users/${encodeURIComponent(userId)}/disable`;
  return request({ method: 'POST', path, body: { reason }, answer: AdminUserDetail });
}

/** Lets a member in again. */
export function enableUser(userId: string, reason: string): Promise<AdminUserDetail> {
  const path = `/api/v1/admin/users/${encodeURIComponent(userId)}/enable`;
  return request({ method: 'POST', path, body: { reason }, answer: AdminUserDetail });
}
