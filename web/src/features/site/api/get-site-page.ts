import { SitePage } from '@coinslot/shared/http/site.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';

/** The house's terms, or what it says about privacy. */
export function useSitePage(name: 'terms' | 'privacy') {
  return useQuery({
    queryKey: ['site', name],
    queryFn: ({ signal }) => request({ path: `/api/v1/site/${name}`, answer: SitePage, signal }),
    staleTime: 300_000,
  });
}
