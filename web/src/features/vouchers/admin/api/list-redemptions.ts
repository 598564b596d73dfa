import { VoucherRedemptionPage } from '@coinslot/shared/http/admin-vouchers.ts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { cursorPaging, withQuery } from '../../../../lib/cursor-query.ts';
import { request } from '../../../../lib/request.ts';
import { vouchersKey } from './list-vouchers.ts';

/** Who redeemed a voucher, newest first. */
export function useRedemptions(id: string) {
  return useInfiniteQuery({
    queryKey: [...vouchersKey, id, 'redemptions'],
    queryFn: ({ pageParam, signal }) =>
      request({
        path: withQuery(`/api/v1/admin/vouchers/${encodeURIComponent(id)}/redemptions`, {
          cursor: pageParam,
        }),
        answer: VoucherRedemptionPage,
        signal,
      }),
    ...cursorPaging,
  });
}
