import { Voucher } from '@coinslot/shared/http/admin-vouchers.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../../lib/request.ts';
import { vouchersKey } from './list-vouchers.ts';

export function useVoucher(id: string) {
  return useQuery({
    queryKey: [...vouchersKey, id],
    queryFn: ({ signal }) =>
      request({ path: `/api/v1/admin/vouchers/${encodeURIComponent(id)}`, answer: Voucher, signal }),
  });
}
