import { IdentityList } from '@coinslot/shared/http/identities.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';
import { accountKey } from '../../accounts/api/get-account.ts';

/** The providers' accounts that open this account, and those that could. */
export function useIdentities() {
  return useQuery({
    queryKey: [...accountKey, 'identities'],
    queryFn: ({ signal }) => request({ path: '/api/v1/account/identities', answer: IdentityList, signal }),
  });
}
