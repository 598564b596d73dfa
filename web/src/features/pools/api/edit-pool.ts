import { type EditPoolRequest, Pool } from '@coinslot/shared/http/admin-pools.ts';
import { request } from '../../../lib/request.ts';

/** Changes a pool; refused when somebody else changed it since `revision`. */
export function editPool(id: string, body: EditPoolRequest): Promise<Pool> {
  const path = `/api/v1/admin/pools/${encodeURIComponent(id)}`;
  return request({ method: 'PUT', path, body, answer: Pool });
}
