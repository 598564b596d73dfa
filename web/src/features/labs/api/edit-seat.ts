import { type EditSeatRequest, Seat } from '@coinslot/shared/http/admin-seats.ts';
import { request } from '../../../lib/request.ts';

/** Changes a seat; without a password the present one stays. Refused when somebody else changed it since `revision`. */
export function editSeat(id: string, body: EditSeatRequest): Promise<Seat> {
  const path = `/api/v1/admin/seats/${encodeURIComponent(id)}`;
  return request({ method: 'PUT', path, body, answer: Seat });
}
