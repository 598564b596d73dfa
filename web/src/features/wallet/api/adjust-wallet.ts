import { type AdjustWalletRequest, AdjustWalletResponse } from '@coinslot/shared/http/admin-users.ts';
import { request } from '../../../lib/request.ts';

/** Adds or removes coins, relative to what is there; 409 when more would be removed than is available. */
export function adjustWallet(
  userId: string,
  body: AdjustWalletRequest,
  idempotencyKey: string,
): Promise<AdjustWalletResponse> {
  const path = `/api/v1/admin/wallets/${encodeURIComponent(userId)}/adjustments`;
  return request({ method: 'POST', path, body, idempotencyKey, answer: AdjustWalletResponse });
}
