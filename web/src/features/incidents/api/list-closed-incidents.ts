import { ClosedIncidentPage } from '@coinslot/shared/http/admin-incidents.ts';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { cursorPaging, withQuery } from '../../../lib/cursor-query.ts';
import { request } from '../../../lib/request.ts';
import { incidentsKey } from './list-incidents.ts';

/** What was stuck and is no more, newest first. */
export function useClosedIncidents(kind: string) {
  return useInfiniteQuery({
    queryKey: [...incidentsKey, 'closed', kind],
    queryFn: ({ pageParam, signal }) =>
      request({
        path: withQuery('/api/v1/admin/incidents/closed', { kind, cursor: pageParam }),
        answer: ClosedIncidentPage,
        signal,
      }),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
    ...cursorPaging,
  });
}
