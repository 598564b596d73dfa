import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** From now on this passkey opens nothing. */
export function removePasskey(id: string): Promise<unknown> {
  return request({ method: 'DELETE', path: `/api/v1/account/passkeys/${id}`, answer: z.unknown() });
}
