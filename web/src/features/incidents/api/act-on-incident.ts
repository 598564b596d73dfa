import {
  type IncidentActRequest,
  IncidentActAnswer,
  type ReleaseSeatRequest,
} from '@coinslot/shared/http/admin-incidents.ts';
import { request } from '../../../lib/request.ts';

/** The lab is asked now to end what it runs for a machine that is over. */
export function endLabSession(
  id: string,
  body: IncidentActRequest,
  idempotencyKey: string,
): Promise<IncidentActAnswer> {
  const path = `/api/v1/admin/lab-sessions/${encodeURIComponent(id)}/end`;
  return request({ method: 'POST', path, body, idempotencyKey, answer: IncidentActAnswer });
}

/** The same for what a look at a seat found. */
export function endFinding(
  id: string,
  body: IncidentActRequest,
  idempotencyKey: string,
): Promise<IncidentActAnswer> {
  const path = `/api/v1/admin/lab-findings/${encodeURIComponent(id)}/end`;
  return request({ method: 'POST', path, body, idempotencyKey, answer: IncidentActAnswer });
}

/** Takes a lab session as ended; its seat is free. */
export function releaseSeat(
  labSessionId: string,
  body: ReleaseSeatRequest,
  idempotencyKey: string,
): Promise<IncidentActAnswer> {
  const path = `/api/v1/admin/lab-sessions/${encodeURIComponent(labSessionId)}/write-off`;
  return request({ method: 'POST', path, body, idempotencyKey, answer: IncidentActAnswer });
}

/** Does for a machine what should have happened by itself. */
export function settleMachine(
  id: string,
  body: IncidentActRequest,
  idempotencyKey: string,
): Promise<IncidentActAnswer> {
  const path = `/api/v1/admin/machines/${encodeURIComponent(id)}/settle`;
  return request({ method: 'POST', path, body, idempotencyKey, answer: IncidentActAnswer });
}

/** A worker looks now at what runs on a seat. */
export function lookAtSeat(
  id: string,
  body: IncidentActRequest,
  idempotencyKey: string,
): Promise<IncidentActAnswer> {
  const path = `/api/v1/admin/seats/${encodeURIComponent(id)}/look`;
  return request({ method: 'POST', path, body, idempotencyKey, answer: IncidentActAnswer });
}
