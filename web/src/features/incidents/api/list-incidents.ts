import { IncidentList } from '@coinslot/shared/http/admin-incidents.ts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { withQuery } from '../../../lib/cursor-query.ts';
import { request } from '../../../lib/request.ts';

export const incidentsKey = ['incidents'] as const;

/** What is stuck now, the worst first. */
export function useIncidents(kind: string) {
  return useQuery({
    queryKey: [...incidentsKey, 'open', kind],
    queryFn: ({ signal }) =>
      request({ path: withQuery('/api/v1/admin/incidents', { kind }), answer: IncidentList, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 5_000,
  });
}
