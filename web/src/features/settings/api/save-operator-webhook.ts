import { type EditOperatorWebhookRequest, OperatorWebhook } from '@coinslot/shared/http/admin-mail.ts';
import { request } from '../../../lib/request.ts';

/** Saves what the operator is told; without `url` the webhook stays, null removes it. */
export function saveOperatorWebhook(body: EditOperatorWebhookRequest): Promise<OperatorWebhook> {
  return request({ method: 'PUT', path: '/api/v1/admin/operator-webhook', body, answer: OperatorWebhook });
}
