import { ApiKeyList } from '@coinslot/shared/http/api-keys.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';

export const apiKeysKey = ['api-keys'] as const;

/** The member's keys, the newest first. */
export function useApiKeys() {
  return useQuery({
    queryKey: apiKeysKey,
    queryFn: ({ signal }) => request({ path: '/api/v1/api-keys', answer: ApiKeyList, signal }),
  });
}
