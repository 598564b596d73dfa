import type { Product } from '@coinslot/shared/http/products.ts';
import { formatCoins, formatMinutes } from '../../lib/format.ts';

/** What a buyer should see again before he buys: how these terms differ from those that he agreed to. */
export function describeChangedTerms(seen: Product, now: Product): string {
  if (now.revision === seen.revision) return 'Its terms were changed meanwhile. Nothing was bought.';
  const changes = [
    now.price === seen.price
      ? ''
      : `it costs ${formatCoins(now.price)} now instead of ${formatCoins(seen.price)}`,
    now.durationMinutes === seen.durationMinutes
      ? ''
      : `it lasts ${formatMinutes(now.durationMinutes)} now instead of ${formatMinutes(seen.durationMinutes)}`,
    now.refundsUnusedOnStop === seen.refundsUnusedOnStop
      ? ''
      : now.refundsUnusedOnStop
        ? 'unused time comes back now when you stop early'
        : 'nothing comes back any more when you stop early',
  ].filter(Boolean);
  const what = changes.length === 0 ? '' : `: ${changes.join('; ')}`;
  return `It was changed meanwhile${what}. Nothing was bought: look at it again.`;
}
