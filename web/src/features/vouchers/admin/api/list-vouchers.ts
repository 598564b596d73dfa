import { VoucherPage } from '@coinslot/shared/http/admin-vouchers.ts';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { cursorPaging, withQuery } from '../../../../lib/cursor-query.ts';
import { request } from '../../../../lib/request.ts';

export const vouchersKey = ['vouchers'] as const;

/** Vouchers by a part of their name or note, newest first. */
export function useVouchers(search: string) {
  return useInfiniteQuery({
    queryKey: [...vouchersKey, 'list', search],
    queryFn: ({ pageParam, signal }) =>
      request({
        path: withQuery('/api/v1/admin/vouchers', { search, cursor: pageParam }),
        answer: VoucherPage,
        signal,
      }),
    placeholderData: keepPreviousData,
    ...cursorPaging,
  });
}
