import { Account } from '@coinslot/shared/http/account-security.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';

/** Everything about the member's own account begins with this key. */
export const accountKey = ['account'] as const;

/** The member's own account: address, ways to show who they are, second factor. */
export function useAccount() {
  return useQuery({
    queryKey: [...accountKey, 'itself'],
    queryFn: ({ signal }) => request({ path: '/api/v1/account', answer: Account, signal }),
  });
}
