import type { SetupRequest } from '@coinslot/shared/http/setup.ts';
import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Makes the signed-in member the first admin with the one-time code. */
export function finishSetup(body: SetupRequest, idempotencyKey: string): Promise<unknown> {
  return request({ method: 'POST', path: '/api/v1/setup', body, idempotencyKey, answer: z.unknown() });
}
