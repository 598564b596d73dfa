import { Lab, type LabPermissionRequest } from '@coinslot/shared/http/admin-labs.ts';
import { request } from '../../../lib/request.ts';

/** Writes or withdraws the record of the right to automate a lab; who asks is who confirms it. */
export function setLabPermission(id: string, body: LabPermissionRequest): Promise<Lab> {
  const path = `/api/v1/admin/labs/${encodeURIComponent(id)}/permission`;
  return request({ method: 'PUT', path, body, answer: Lab });
}
