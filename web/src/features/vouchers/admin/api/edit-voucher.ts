import { type EditVoucherRequest, Voucher } from '@coinslot/shared/http/admin-vouchers.ts';
import { request } from '../../../../lib/request.ts';

/** Changes a voucher; refused when somebody else changed it since `revision`. */
export function editVoucher(id: string, body: EditVoucherRequest): Promise<Voucher> {
  return request({
    method: 'PUT',
    path: `/api/v1/admin/vouchers/${encodeURIComponent(id)}`,
    body,
    answer: Voucher,
  });
}
