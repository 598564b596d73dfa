import { MachineEventPage } from '@coinslot/shared/http/machines.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';
import { machinesKey } from './keys.ts';

/** Every numbered event of one machine, in order. */
export function useAdminEvents(id: string, refetchInterval: number | false) {
  return useQuery({
    queryKey: [...machinesKey, 'admin-events', id],
    queryFn: ({ signal }) =>
      request({
        path: `/api/v1/admin/machines/${encodeURIComponent(id)}/events`,
        answer: MachineEventPage,
        signal,
      }),
    refetchInterval,
  });
}
