import { z } from 'zod';
import { request } from '../../../lib/request.ts';

export function renamePasskey(id: string, name: string): Promise<unknown> {
  return request({
    method: 'PUT',
    path: `/api/v1/account/passkeys/${id}`,
    body: { name },
    answer: z.unknown(),
  });
}
