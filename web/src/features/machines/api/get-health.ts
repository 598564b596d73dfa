import { MachineHealthHistory } from '@coinslot/shared/http/machines.ts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';
import { machinesKey } from './keys.ts';

/** A worker checks each ready machine every 30 s. */
const refreshMs = 30_000;

/** The newest checks of a ready machine's way in, newest first; loaded anew with each check, `checkedAt`, that the live data tells. */
export function useMachineHealth(id: string, checkedAt: string | null) {
  return useQuery({
    queryKey: [...machinesKey, 'health', id, checkedAt],
    queryFn: ({ signal }) =>
      request({
        path: `/api/v1/machines/${encodeURIComponent(id)}/health`,
        answer: MachineHealthHistory,
        signal,
      }),
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
  });
}
