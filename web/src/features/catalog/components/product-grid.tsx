import type { Product } from '@coinslot/shared/http/products.ts';
import type { ReactNode } from 'react';
import { EmptyState } from '../../../ui/list-states.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useProducts } from '../api/list-products.ts';
import { ProductCard } from './product-card.tsx';

const gridLook = 'grid gap-4 sm:grid-cols-2 lg:grid-cols-3';

/** All products; `action` draws what the visitor can do with one. */
export function ProductGrid({ action }: { action: (product: Product) => ReactNode }) {
  const products = useProducts();
  return (
    <QueryView
      query={products}
      loading={
        <div role="status" aria-label="Loading products" className={gridLook}>
          {[1, 2, 3].map((place) => (
            <Skeleton key={place} className="rounded-card h-72" />
          ))}
        </div>
      }
      empty={{
        when: (list) => list.items.length === 0,
        show: (
          <EmptyState title="Nothing is on sale yet">
            The operator has not put a machine in the slot.
          </EmptyState>
        ),
      }}
    >
      {(list) => (
        <ul className={gridLook}>
          {list.items.map((product) => (
            <li key={product.id} className="grid">
              <ProductCard product={product}>{action(product)}</ProductCard>
            </li>
          ))}
        </ul>
      )}
    </QueryView>
  );
}
