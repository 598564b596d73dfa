import { Site } from '@coinslot/shared/http/site.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';

/** What this house calls itself, whom to ask, and whether it takes new members. */
export function useSite() {
  return useQuery({
    queryKey: ['site'],
    queryFn: ({ signal }) => request({ path: '/api/v1/site', answer: Site, signal }),
    staleTime: 300_000,
  });
}
