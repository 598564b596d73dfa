import { TransferPage } from '@coinslot/shared/http/wallet.ts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { cursorPaging, withQuery } from '../../../lib/cursor-query.ts';
import { request } from '../../../lib/request.ts';
import { usersKey } from './list-users.ts';

/** Every movement of a member's coins, newest first. */
export function useUserTransfers(id: string) {
  return useInfiniteQuery({
    queryKey: [...usersKey, id, 'transfers'],
    queryFn: ({ pageParam, signal }) =>
      request({
        path: withQuery(`/api/v1/admin/wallets/${encodeURIComponent(id)}/transfers`, { cursor: pageParam }),
        answer: TransferPage,
        signal,
      }),
    ...cursorPaging,
  });
}
