import { MachineHealthHistory } from '@coinslot/shared/http/machines.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';
import { machinesKey } from './keys.ts';

/** The newest checks of any machine's way in, newest first. */
export function useAdminHealth(id: string, refetchInterval: number | false) {
  return useQuery({
    queryKey: [...machinesKey, 'admin-health', id],
    queryFn: ({ signal }) =>
      request({
        path: `/api/v1/admin/machines/${encodeURIComponent(id)}/health`,
        answer: MachineHealthHistory,
        signal,
      }),
    refetchInterval,
  });
}
