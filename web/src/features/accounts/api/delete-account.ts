import type { DeletionRequest } from '@coinslot/shared/http/account-data.ts';
import { z } from 'zod';
import { request } from '../../../lib/request.ts';

/** Deletes the account for good; all its sessions end. */
export function deleteAccount(body: DeletionRequest, idempotencyKey: string): Promise<unknown> {
  return request({
    method: 'POST',
    path: '/api/v1/account/deletion',
    body,
    idempotencyKey,
    answer: z.unknown(),
  });
}
