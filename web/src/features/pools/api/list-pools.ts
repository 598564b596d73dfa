import { PoolList } from '@coinslot/shared/http/admin-pools.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';

export const poolsKey = ['pools'] as const;

const refreshMs = 15_000;

/** Every pool, by name, with what depends on it. */
export function usePools() {
  return useQuery({
    queryKey: poolsKey,
    queryFn: ({ signal }) => request({ path: '/api/v1/admin/pools', answer: PoolList, signal }),
    refetchInterval: refreshMs,
  });
}
