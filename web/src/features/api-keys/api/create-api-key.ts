import { type CreateApiKeyRequest, CreatedApiKey } from '@coinslot/shared/http/api-keys.ts';
import { request } from '../../../lib/request.ts';

/** Makes a key; only this answer holds its secret. */
export function createApiKey(body: CreateApiKeyRequest, idempotencyKey: string): Promise<CreatedApiKey> {
  return request({ method: 'POST', path: '/api/v1/api-keys', body, idempotencyKey, answer: CreatedApiKey });
}
