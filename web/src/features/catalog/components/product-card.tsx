import type { Product } from '@coinslot/shared/http/products.ts';
import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { formatCoins, formatNumber, formatPerMinute } from '../../../lib/format.ts';
import { Card } from '../../../ui/card.tsx';
import { CoinMark } from '../../../ui/coins.tsx';
import { ProductFacts } from './product-facts.tsx';

type ProductCardProps = { product: Product; children: ReactNode };

/** A product as a ticket: what it is, what it costs, and below the line what can be done with it. */
export function ProductCard({ product, children }: ProductCardProps) {
  return (
    <Card className="flex flex-col p-0!">
      <div className="flex-1 space-y-3 p-5">
        <div className="flex items-start justify-between gap-3">
          <div className="min-w-0">
            <h2 className="text-xl font-bold break-words">{product.name}</h2>
            <p className="text-soft text-sm">{product.labName}</p>
          </div>
          <p className="bg-coin-wash text-coin-text shrink-0 rounded-xl px-3 py-1.5 text-right leading-tight">
            <span className="flex items-center justify-end gap-1.5 text-xl font-extrabold tabular-nums">
              <CoinMark /> {product.price}
              <span className="sr-only">
                <Trans>coins</Trans>
              </span>
            </span>
            {product.listPrice > product.price ? <ListPrice price={product.listPrice} /> : null}
            <span className="text-xs font-medium">
              {formatPerMinute(product.price, product.durationMinutes)}
            </span>
          </p>
        </div>
        <p className="text-[0.95rem]">{product.description}</p>
        <ProductFacts product={product} />
      </div>
      <div className="border-line border-t-2 border-dashed p-5 pt-4">{children}</div>
    </Card>
  );
}

/** What others pay: struck through to the eye, said to the ear. */
function ListPrice({ price }: { price: number }) {
  return (
    <span className="block text-sm">
      <span className="sr-only">
        <Trans>instead of {formatCoins(price)}</Trans>
      </span>
      <s aria-hidden className="tabular-nums">
        {formatNumber(price)}
      </s>
    </span>
  );
}
