import { IncidentDetail } from '@coinslot/shared/http/admin-incidents.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';
import { incidentsKey } from './list-incidents.ts';

/** One incident: why, what is being done, what can be done, and what was. */
export function useIncident(id: string) {
  return useQuery({
    queryKey: [...incidentsKey, 'one', id],
    queryFn: ({ signal }) =>
      request({
        path: `/api/v1/admin/incidents/${encodeURIComponent(id)}`,
        answer: IncidentDetail,
        signal,
      }),
    refetchInterval: 5_000,
  });
}
