import type { Product } from '@coinslot/shared/http/products.ts';
import { t } from '@lingui/core/macro';
import { formatCoins, formatMinutes } from '../../lib/format.ts';

/** What a buyer should see again before he buys: how these terms differ from those that he agreed to. */
export function describeChangedTerms(seen: Product, now: Product): string {
  // A price may change without the product: by what the buyer's roles give.
  if (now.revision === seen.revision && now.price === seen.price)
    return t`Its terms were changed meanwhile. Nothing was bought.`;
  const changes = [
    now.price === seen.price
      ? ''
      : t`it costs ${formatCoins(now.price)} now instead of ${formatCoins(seen.price)}`,
    now.durationMinutes === seen.durationMinutes
      ? ''
      : t`it lasts ${formatMinutes(now.durationMinutes)} now instead of ${formatMinutes(seen.durationMinutes)}`,
    now.refundsUnusedOnStop === seen.refundsUnusedOnStop
      ? ''
      : now.refundsUnusedOnStop
        ? t`unused time comes back now when you stop early`
        : t`nothing comes back any more when you stop early`,
  ].filter(Boolean);
  if (changes.length === 0) return t`It was changed meanwhile. Nothing was bought: look at it again.`;
  return t`It was changed meanwhile: ${changes.join('; ')}. Nothing was bought: look at it again.`;
}
