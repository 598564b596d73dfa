import { Overview } from '@coinslot/shared/http/admin-overview.ts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';

/** How many days the overview can look back; today included. */
export const periods = ['1', '7', '30'] as const;
export type Period = (typeof periods)[number];

/** How the house does, kept up to date. */
export function useOverview(days: Period) {
  return useQuery({
    queryKey: ['overview', days],
    queryFn: ({ signal }) =>
      request({ path: `/api/v1/admin/overview?days=${days}`, answer: Overview, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
}
