import { type EditRoleRequest, Role } from '@coinslot/shared/http/admin-roles.ts';
import { request } from '../../../lib/request.ts';

/** Changes a role; refused when somebody else changed it since `revision`. */
export function editRole(name: string, body: EditRoleRequest): Promise<Role> {
  const path = `/api/v1/admin/roles/${encodeURIComponent(name)}`;
  return request({ method: 'PUT', path, body, answer: Role });
}
