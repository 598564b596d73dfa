import type { AdminStopMachineRequest } from '@coinslot/shared/http/machines.ts';
import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Ends any machine; the unused time is refunded and the reason kept. */
export function adminStopMachine(
  id: string,
  body: AdminStopMachineRequest,
  idempotencyKey: string,
): Promise<unknown> {
  const path = `/api/v1/admin/machines/${encodeURIComponent(id)}/stop`;
  return request({ method: 'POST', path, body, idempotencyKey, answer: z.unknown() });
}
