import { PasskeyList } from '@coinslot/shared/http/account-security.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';
import { accountKey } from '../../accounts/api/get-account.ts';

export function usePasskeys() {
  return useQuery({
    queryKey: [...accountKey, 'passkeys'],
    queryFn: ({ signal }) => request({ path: '/api/v1/account/passkeys', answer: PasskeyList, signal }),
  });
}
