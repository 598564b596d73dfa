import { SitePage } from '@coinslot/shared/http/site.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';

/** What members agree to in this house. */
export function useTerms() {
  return useQuery({
    queryKey: ['site', 'terms'],
    queryFn: ({ signal }) => request({ path: '/api/v1/site/terms', answer: SitePage, signal }),
    staleTime: 300_000,
  });
}
