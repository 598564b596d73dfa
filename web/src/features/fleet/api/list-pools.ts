import { PoolList } from '@coinslot/shared/http/admin-pools.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';

export function usePools() {
  return useQuery({
    queryKey: ['pools'],
    queryFn: ({ signal }) => request({ path: '/api/v1/admin/pools', answer: PoolList, signal }),
    staleTime: 60_000,
  });
}
