import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** From now on this provider's account does not open ours. */
export function unlinkIdentity(id: string): Promise<unknown> {
  return request({ method: 'DELETE', path: `/api/v1/account/identities/${id}`, answer: z.unknown() });
}
