import { type RedeemVoucherRequest, RedeemVoucherResponse } from '@coinslot/shared/http/vouchers.ts';
import { request } from '../../../lib/request.ts';

/** Turns a code into coins, once however often it is sent. */
export function redeemVoucher(
  body: RedeemVoucherRequest,
  idempotencyKey: string,
): Promise<RedeemVoucherResponse> {
  return request({
    method: 'POST',
    path: '/api/v1/vouchers/redeem',
    body,
    idempotencyKey,
    answer: RedeemVoucherResponse,
  });
}
