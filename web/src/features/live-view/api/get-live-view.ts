import { LiveViewState } from '@coinslot/shared/http/admin-live-view.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';

const refreshMs = 2000;

export function liveViewKey(machineId: string): readonly string[] {
  return ['live-view', machineId];
}

/** Who has the lab's page in hand, and whether the machine waits for a person. */
export function useLiveView(machineId: string, isWatched = true) {
  return useQuery({
    queryKey: liveViewKey(machineId),
    queryFn: ({ signal }) =>
      request({
        path: `/api/v1/admin/machines/${encodeURIComponent(machineId)}/live-view`,
        answer: LiveViewState,
        signal,
      }),
    refetchInterval: refreshMs,
    enabled: isWatched,
  });
}
