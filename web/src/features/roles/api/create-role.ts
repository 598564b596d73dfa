import { Role, type RoleDraft } from '@coinslot/shared/http/admin-roles.ts';
import { request } from '../../../lib/request.ts';

export function createRole(body: RoleDraft, idempotencyKey: string): Promise<Role> {
  return request({ method: 'POST', path: '/api/v1/admin/roles', body, idempotencyKey, answer: Role });
}
