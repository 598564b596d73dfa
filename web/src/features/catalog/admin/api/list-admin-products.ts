import { AdminProductList } from '@coinslot/shared/http/admin-products.ts';
import { useQuery } from '@tanstack/react-query';
import { withQuery } from '../../../../lib/cursor-query.ts';
import { request } from '../../../../lib/request.ts';

export const adminProductsKey = ['admin-products'] as const;

const refreshMs = 15_000;

/** Every product that is not archived, or every one that is, by name. */
export function useAdminProducts(archived: boolean, enabled = true) {
  return useQuery({
    queryKey: [...adminProductsKey, archived],
    queryFn: ({ signal }) =>
      request({
        path: withQuery('/api/v1/admin/products', { archived: String(archived) }),
        answer: AdminProductList,
        signal,
      }),
    enabled,
    refetchInterval: refreshMs,
  });
}
