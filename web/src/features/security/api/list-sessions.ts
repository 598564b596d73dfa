import { AccountSessionList } from '@coinslot/shared/http/account-security.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';
import { accountKey } from '../../accounts/api/get-account.ts';

/** Every browser that is signed in to this account. */
export function useSessions() {
  return useQuery({
    queryKey: [...accountKey, 'sessions'],
    queryFn: ({ signal }) =>
      request({ path: '/api/v1/account/sessions', answer: AccountSessionList, signal }),
  });
}
