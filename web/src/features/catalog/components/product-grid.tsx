import type { Product } from '@coinslot/shared/http/products.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { type ReactNode, useState } from 'react';
import { EmptyState } from '../../../ui/list-states.tsx';
import { QueryView } from '../../../ui/query-view.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useProducts } from '../api/list-products.ts';
import { everyProduct, filterProducts, findFilterChoices, type ProductFilter } from '../filter-products.ts';
import { ProductCard } from './product-card.tsx';
import { ProductFilterBar } from './product-filter-bar.tsx';

type Action = (product: Product) => ReactNode;

const gridLook = 'grid gap-4 sm:grid-cols-2 lg:grid-cols-3';

/** All products; `action` draws what the visitor can do with one. */
export function ProductGrid({ action }: { action: Action }) {
  const products = useProducts();
  return (
    <QueryView
      query={products}
      loading={
        <div role="status" aria-label={t`Loading products`} className={gridLook}>
          {[1, 2, 3].map((place) => (
            <Skeleton key={place} className="rounded-card h-72" />
          ))}
        </div>
      }
      empty={{
        when: (list) => list.items.length === 0,
        show: (
          <EmptyState title={t`Nothing is on sale yet`}>
            <Trans>The operator has not put a machine in the slot.</Trans>
          </EmptyState>
        ),
      }}
    >
      {(list) => <Shelf products={list.items} action={action} />}
    </QueryView>
  );
}

function Shelf({ products, action }: { products: readonly Product[]; action: Action }) {
  const [filter, setFilter] = useState<ProductFilter>(everyProduct);
  const choices = findFilterChoices(products);
  const shown = choices ? filterProducts(products, filter) : products;
  return (
    <>
      {choices ? (
        <ProductFilterBar
          choices={choices}
          filter={filter}
          onChange={setFilter}
          shown={shown.length}
          of={products.length}
        />
      ) : null}
      {shown.length === 0 ? (
        <EmptyState title={t`No machine is like that`}>
          <Trans>Choose another size, or look at all of them.</Trans>
        </EmptyState>
      ) : null}
      <ul className={gridLook}>
        {shown.map((product) => (
          <li key={product.id} className="grid">
            <ProductCard product={product}>{action(product)}</ProductCard>
          </li>
        ))}
      </ul>
    </>
  );
}
