import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** From now on this browser sees what the member sees, and can change nothing. */
export function viewAs(userId: string, reason: string): Promise<unknown> {
  return request({
    method: 'POST',
    path: `/api/v1/admin/users/${encodeURIComponent(userId)}/view-as`,
    body: { reason },
    answer: z.unknown(),
  });
}
