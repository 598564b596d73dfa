import { type EditLabRequest, Lab } from '@coinslot/shared/http/admin-labs.ts';
import { request } from '../../../lib/request.ts';

/** Changes a lab; refused when somebody else changed it since `revision`. */
export function editLab(id: string, body: EditLabRequest): Promise<Lab> {
  const path = `/api/v1/admin/labs/${encodeURIComponent(id)}`;
  return request({ method: 'PUT', path, body, answer: Lab });
}
