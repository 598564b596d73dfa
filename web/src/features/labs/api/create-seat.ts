import { Seat, type SeatDraft } from '@coinslot/shared/http/admin-seats.ts';
import { request } from '../../../lib/request.ts';

export function createSeat(labId: string, body: SeatDraft, idempotencyKey: string): Promise<Seat> {
  const path = `/api/v1/admin/labs/${encodeURIComponent(labId)}/seats`;
  return request({ method: 'POST', path, body, idempotencyKey, answer: Seat });
}
