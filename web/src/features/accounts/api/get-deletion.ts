import { DeletionPreview } from '@coinslot/shared/http/account-data.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';
import { accountKey } from './get-account.ts';

/** What deleting the account would do, by numbers of now. */
export function useDeletionPreview() {
  return useQuery({
    queryKey: [...accountKey, 'deletion'],
    queryFn: ({ signal }) => request({ path: '/api/v1/account/deletion', answer: DeletionPreview, signal }),
    staleTime: 0,
  });
}
