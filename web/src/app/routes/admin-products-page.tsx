import type { AdminProduct } from '@coinslot/shared/http/admin-products.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Plus } from 'lucide-react';
import { useSearchParams } from 'react-router';
import { mayDo, useSignedIn } from '../../features/accounts/api/use-signed-in.ts';
import { useAdminProducts } from '../../features/catalog/admin/api/list-admin-products.ts';
import {
  ProductFilter,
  type ProductFilterValue,
  readShow,
} from '../../features/catalog/admin/components/product-filter.tsx';
import { ProductRow } from '../../features/catalog/admin/components/product-row.tsx';
import { SaleButton } from '../../features/catalog/admin/components/sale-button.tsx';
import { Card } from '../../ui/card.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { EmptyState } from '../../ui/list-states.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { paths } from '../paths.ts';

/** The filter stands in the address, so that it survives going to a product and back. */
export function AdminProductsPage() {
  const me = useSignedIn();
  const [query, setQuery] = useSearchParams();
  const filter = { search: query.get('search') ?? '', show: readShow(query.get('show')) };
  const mayWrite = mayDo(me, 'admin.products.write');
  const products = useAdminProducts(filter.show === 'archived');
  return (
    <>
      <PageHeader
        title={t`Products`}
        aside={
          mayWrite ? (
            <LinkButton to={paths.adminProductNew} look="coin">
              <Plus aria-hidden /> <Trans>New product</Trans>
            </LinkButton>
          ) : null
        }
      >
        <Trans>A lab’s template, for a duration, at a price.</Trans>
      </PageHeader>
      <ProductFilter
        filter={filter}
        onChange={({ search, show }) =>
          setQuery({ ...(search ? { search } : {}), ...(show === 'all' ? {} : { show }) }, { replace: true })
        }
      />
      <QueryView
        query={products}
        loading={<SkeletonList rows={5} rowClassName="h-20" />}
        empty={{
          when: (list) => chosen(list.items, filter).length === 0,
          show:
            products.data?.items.length === 0 && filter.show !== 'archived' ? (
              <EmptyState title={t`No product yet`}>
                <Trans>Make one, and members can buy machines.</Trans>
              </EmptyState>
            ) : (
              <EmptyState title={t`No product matches`}>
                <Trans>Try another search, or show others.</Trans>
              </EmptyState>
            ),
        }}
      >
        {(list) => (
          <Card className="overflow-hidden p-0!">
            <ul className="divide-line divide-y">
              {chosen(list.items, filter).map((product) => (
                <li key={product.id} className="hover:bg-sunk grid items-center md:grid-cols-[1fr_9rem]">
                  <ProductRow product={product} />
                  {mayWrite && !product.archivedAt ? (
                    <div className="px-4 pb-3 md:py-3 md:text-right">
                      <SaleButton key={product.revision} product={product} />
                    </div>
                  ) : null}
                </li>
              ))}
            </ul>
          </Card>
        )}
      </QueryView>
    </>
  );
}

function chosen(items: readonly AdminProduct[], { search, show }: ProductFilterValue): AdminProduct[] {
  const wanted = search.trim().toLowerCase();
  return items.filter((product) => {
    if (show === 'on_sale' && !product.onSale) return false;
    if (show === 'off_sale' && product.onSale) return false;
    const text = [product.name, product.template, product.labName, product.poolName].join(' ').toLowerCase();
    return text.includes(wanted);
  });
}
