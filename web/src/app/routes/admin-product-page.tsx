import type { AdminProduct } from '@coinslot/shared/http/admin-products.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useParams } from 'react-router';
import { mayDo, useSignedIn } from '../../features/accounts/api/use-signed-in.ts';
import { useAdminProducts } from '../../features/catalog/admin/api/list-admin-products.ts';
import { ProductActs } from '../../features/catalog/admin/components/product-acts.tsx';
import { ProductEditor } from '../../features/catalog/admin/components/product-editor.tsx';
import { productLook, whyUnavailable } from '../../features/catalog/admin/describe-product.ts';
import { BackLink } from '../../ui/back-link.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { QueryView } from '../../ui/query-view.tsx';
import { SkeletonList } from '../../ui/skeleton.tsx';
import { paths } from '../paths.ts';
import { NotFoundPage } from './not-found-page.tsx';

/** One product's form; without an id in the address, that of a new product. */
export function AdminProductPage() {
  const { id } = useParams();
  return (
    <>
      <BackLink to={paths.adminProducts}>
        <Trans>All products</Trans>
      </BackLink>
      {id === undefined ? (
        <>
          <PageHeader title={t`New product`} />
          <ProductEditor product={null} reload={() => Promise.resolve(undefined)} />
        </>
      ) : (
        <EditProduct id={id} />
      )}
    </>
  );
}

function EditProduct({ id }: { id: string }) {
  const current = useAdminProducts(false);
  const isElsewhere = current.data !== undefined && !current.data.items.some((each) => each.id === id);
  const archived = useAdminProducts(true, isElsewhere);
  const query = isElsewhere ? archived : current;
  return (
    <QueryView query={query} loading={<SkeletonList rows={3} rowClassName="h-64" />}>
      {(list) => {
        const product = list.items.find((each) => each.id === id);
        if (!product) return <NotFoundPage />;
        return (
          <ProductView
            product={product}
            reload={async () => (await query.refetch()).data?.items.find((each) => each.id === id)}
          />
        );
      }}
    </QueryView>
  );
}

type ProductViewProps = { product: AdminProduct; reload: () => Promise<AdminProduct | undefined> };

function ProductView({ product, reload }: ProductViewProps) {
  const me = useSignedIn();
  const mayWrite = mayDo(me, 'admin.products.write');
  const look = productLook(product);
  const why = whyUnavailable(product);
  return (
    <>
      <PageHeader title={product.name} aside={mayWrite ? <ProductActs product={product} /> : null}>
        <Badge tone={look.tone}>{look.label}</Badge>{' '}
        <Trans>
          {product.activeMachines} active, {product.soldCount} sold
        </Trans>
      </PageHeader>
      {why ? (
        <Notice tone="coin" className="mb-4">
          <Trans>Nobody can buy it now. {why}</Trans>
        </Notice>
      ) : null}
      {product.archivedAt || !mayWrite ? null : <ProductEditor product={product} reload={reload} />}
    </>
  );
}
