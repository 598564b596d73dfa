import { Pool, type PoolDraft } from '@coinslot/shared/http/admin-pools.ts';
import { request } from '../../../lib/request.ts';

export function createPool(body: PoolDraft, idempotencyKey: string): Promise<Pool> {
  return request({ method: 'POST', path: '/api/v1/admin/pools', body, idempotencyKey, answer: Pool });
}
