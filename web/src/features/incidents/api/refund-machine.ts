import { RefundMachineAnswer, type RefundMachineRequest } from '@coinslot/shared/http/admin-incidents.ts';
import { request } from '../../../lib/request.ts';

/** Gives coins of a machine that is over back to its owner. */
export function refundMachine(
  id: string,
  body: RefundMachineRequest,
  idempotencyKey: string,
): Promise<RefundMachineAnswer> {
  const path = `/api/v1/admin/machines/${encodeURIComponent(id)}/refund`;
  return request({ method: 'POST', path, body, idempotencyKey, answer: RefundMachineAnswer });
}
