import { TransferPage } from '@coinslot/shared/http/wallet.ts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { cursorPaging, withQuery } from '../../../lib/cursor-query.ts';
import { request } from '../../../lib/request.ts';
import { walletKey } from './get-wallet.ts';

/** Every movement of the member's coins, newest first. */
export function useTransfers() {
  return useInfiniteQuery({
    queryKey: [...walletKey, 'transfers'],
    queryFn: ({ pageParam, signal }) =>
      request({
        path: withQuery('/api/v1/wallet/transfers', { cursor: pageParam }),
        answer: TransferPage,
        signal,
      }),
    ...cursorPaging,
  });
}
