import { MachinePage } from '@coinslot/shared/http/machines.ts';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { cursorPaging, withQuery } from '../../../lib/cursor-query.ts';
import { request } from '../../../lib/request.ts';
import { machineListKey } from './keys.ts';

const activeRefreshMs = 15_000;
const activeLimit = 100;

/** The member's machines that have not ended: few, so one page. */
export function useActiveMachines(enabled = true) {
  const path = withQuery('/api/v1/machines', { state: 'active', limit: activeLimit });
  return useQuery({
    queryKey: machineListKey('active'),
    queryFn: ({ signal }) => request({ path, answer: MachinePage, signal }),
    refetchInterval: activeRefreshMs,
    enabled,
  });
}

/** The member's machines that have ended, newest first. */
export function useEndedMachines() {
  return useInfiniteQuery({
    queryKey: machineListKey('ended'),
    queryFn: ({ pageParam, signal }) =>
      request({
        path: withQuery('/api/v1/machines', { state: 'ended', cursor: pageParam }),
        answer: MachinePage,
        signal,
      }),
    ...cursorPaging,
  });
}
