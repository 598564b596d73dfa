import { ProductList } from '@coinslot/shared/http/products.ts';
import { useQuery } from '@tanstack/react-query';
import { request } from '../../../lib/request.ts';

export const productsKey = ['products'] as const;

/** Everything on sale, cheapest first; visible to anyone. */
export function useProducts() {
  return useQuery({
    queryKey: productsKey,
    queryFn: ({ signal }) => request({ path: '/api/v1/products', answer: ProductList, signal }),
  });
}
