import type { Lab } from '@coinslot/shared/http/admin-labs.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useWatch } from 'react-hook-form';
import { ProductCard } from '../../components/product-card.tsx';
import { type ProductFormApi, type ProductValues, toPreview } from '../product-values.ts';

type Props = { form: ProductFormApi; labs: readonly Lab[] };

/** The product's card as the shop would show it, while it is typed. */
export function ProductPreview({ form, labs }: Props) {
  const values = useWatch({ control: form.control }) as Partial<ProductValues>;
  const lab = labs.find(({ id }) => id === values.labId);
  return (
    <aside aria-label={t`Preview`} className="min-w-0 lg:sticky lg:top-24">
      <p className="text-soft mb-2 text-sm font-semibold">
        <Trans>As members see it</Trans>
      </p>
      <ProductCard product={toPreview(values, lab)}>
        <p className="text-soft text-sm">
          {values.onSale ? t`The button to buy it stands here.` : t`It is off sale: members do not see it.`}
        </p>
      </ProductCard>
    </aside>
  );
}
