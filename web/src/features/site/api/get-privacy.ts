import { SitePage } from '@coinslot/shared/http/site.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';

/** What this house does with its members' data. */
export function usePrivacy() {
  return useQuery({
    queryKey: ['site', 'privacy'],
    queryFn: ({ signal }) => request({ path: '/api/v1/site/privacy', answer: SitePage, signal }),
    staleTime: 300_000,
  });
}
