import { OutboxMessage } from '@coinslot/shared/http/admin-outbox.ts';
import { request } from '../../../lib/request.ts';

/** Tries a failed message again, from its first try. */
export function retryMessage(id: string, idempotencyKey: string): Promise<OutboxMessage> {
  const path = `/api/v1/admin/outbox/${encodeURIComponent(id)}/retry`;
  return request({ method: 'POST', path, body: {}, idempotencyKey, answer: OutboxMessage });
}

/** A message that waits or failed is not sent. */
export function discardMessage(id: string, idempotencyKey: string): Promise<OutboxMessage> {
  const path = `/api/v1/admin/outbox/${encodeURIComponent(id)}/discard`;
  return request({ method: 'POST', path, body: {}, idempotencyKey, answer: OutboxMessage });
}
