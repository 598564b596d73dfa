import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** From now on this key opens nothing. */
export function revokeApiKey(id: string): Promise<unknown> {
  return request({ method: 'DELETE', path: `/api/v1/api-keys/${id}`, answer: z.unknown() });
}
