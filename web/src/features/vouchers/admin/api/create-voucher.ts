import { Voucher, type VoucherDraft } from '@coinslot/shared/http/admin-vouchers.ts';
import { request } from '../../../../lib/request.ts';

export function createVoucher(body: VoucherDraft, idempotencyKey: string): Promise<Voucher> {
  return request({ method: 'POST', path: '/api/v1/admin/vouchers', body, idempotencyKey, answer: Voucher });
}
