import type { AdminProduct } from '@coinslot/shared/http/admin-products.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link } from 'react-router';
import { paths } from '../../../../app/paths.ts';
import { formatMinutes, formatNumber } from '../../../../lib/format.ts';
import { Badge } from '../../../../ui/badge.tsx';
import { Coins } from '../../../../ui/coins.tsx';
import { productLook, whyUnavailable } from '../describe-product.ts';

/** One product of the admin's list: a card on a phone, a line on a wide screen. */
export function ProductRow({ product }: { product: AdminProduct }) {
  const look = productLook(product);
  const why = product.onSale ? whyUnavailable(product) : null;
  return (
    <Link
      to={paths.adminProduct(product.id)}
      className="grid gap-x-4 gap-y-1.5 px-4 py-3 -outline-offset-3 md:grid-cols-[1.3fr_1.2fr_8rem_9rem] md:items-center"
    >
      <div className="min-w-0">
        <p className="font-bold break-words">{product.name}</p>
        <p className="text-soft text-sm break-words">
          <Trans>
            {product.template} at {product.labName}, pool {product.poolName}
          </Trans>
        </p>
      </div>
      <div className="min-w-0 text-sm">
        <Badge tone={look.tone}>{look.label}</Badge>
        {why ? <p className="text-soft mt-1">{why}</p> : null}
      </div>
      <p className="text-sm">
        <Coins coins={product.price} className="font-bold" />
        <span className="text-soft md:block"> {formatMinutes(product.durationMinutes)}</span>
      </p>
      <p className="text-soft text-sm tabular-nums md:text-right">
        {product.stock === null
          ? t`${formatNumber(product.activeMachines)} active`
          : t`${formatNumber(product.stockUsed)} of ${formatNumber(product.stock)} active`}
        <span className="md:block">
          <span className="md:hidden">, </span>
          <Trans>{formatNumber(product.soldCount)} sold</Trans>
        </span>
      </p>
    </Link>
  );
}
