import { WorkerList } from '@coinslot/shared/http/admin-workers.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';

export const workersKey = ['workers'] as const;

const refreshMs = 5000;

export function useWorkers() {
  return useQuery({
    queryKey: workersKey,
    queryFn: ({ signal }) => request({ path: '/api/v1/admin/workers', answer: WorkerList, signal }),
    refetchInterval: refreshMs,
  });
}
