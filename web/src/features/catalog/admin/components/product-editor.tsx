import type { AdminProduct } from '@coinslot/shared/http/admin-products.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { EmptyState } from '../../../../ui/list-states.tsx';
import { QueryView } from '../../../../ui/query-view.tsx';
import { SkeletonList } from '../../../../ui/skeleton.tsx';
import { useLabs } from '../../../labs/api/list-labs.ts';
import { usePools } from '../../../pools/api/list-pools.ts';
import { ProductForm } from './product-form.tsx';

type Props = { product: AdminProduct | null; reload: () => Promise<AdminProduct | undefined> };

/** The form with the pools and labs to choose from. */
export function ProductEditor({ product, reload }: Props) {
  const pools = usePools();
  const labs = useLabs();
  const loading = <SkeletonList rows={3} rowClassName="h-64" />;
  return (
    <QueryView query={pools} loading={loading}>
      {({ items: allPools }) => (
        <QueryView query={labs} loading={loading}>
          {({ items: allLabs }) =>
            allPools.length === 0 || allLabs.length === 0 ? (
              <EmptyState title={t`Not yet`}>
                <Trans>A product needs a pool and a lab. Make those first.</Trans>
              </EmptyState>
            ) : (
              <ProductForm product={product} pools={allPools} labs={allLabs} reload={reload} />
            )
          }
        </QueryView>
      )}
    </QueryView>
  );
}
