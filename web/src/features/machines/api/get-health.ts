import { MachineHealthHistory } from '@coinslot/shared/http/machines.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';
import { machinesKey } from './keys.ts';

/** A worker checks each ready machine every 30 s. */
const refreshMs = 30_000;

/** The newest checks of a ready machine's way in, newest first. */
export function useMachineHealth(id: string) {
  return useQuery({
    queryKey: [...machinesKey, 'health', id],
    queryFn: ({ signal }) =>
      request({
        path: `/api/v1/machines/${encodeURIComponent(id)}/health`,
        answer: MachineHealthHistory,
        signal,
      }),
    refetchInterval: refreshMs,
  });
}
