import type { Product, ProductAttributes } from '@coinslot/shared/http/products.ts';
import type { MessageDescriptor } from '@lingui/core';
import { msg, plural, t } from '@lingui/core/macro';
import { formatAtLeast, formatCoins, formatMegabytes, formatMinutes, formatWait } from '../../lib/format.ts';

export const sizeNames = {
  xs: msg`Tiny`,
  s: msg`Small`,
  m: msg`Medium`,
  l: msg`Large`,
  xl: msg`Huge`,
} satisfies Record<NonNullable<ProductAttributes['size']>, MessageDescriptor>;

/** The graphics card in words: `2 × NVIDIA L4, 24 GB each`. */
export function describeGpu({ model, count, memoryMb }: NonNullable<ProductAttributes['gpu']>): string {
  const cards = count > 1 ? `${count} × ${model}` : model;
  if (memoryMb === null) return cards;
  const memory = formatMegabytes(memoryMb);
  return count > 1 ? t`${cards}, ${memory} each` : `${cards}, ${memory}`;
}

/** What more time costs and how far it reaches; null when it cannot be had. */
export function describeMoreTime({ extension, maxLifeMinutes }: Product): string | null {
  if (extension === null) return null;
  const more = t`${formatMinutes(extension.minutes)} more: ${formatCoins(extension.price)}`;
  return maxLifeMinutes === null ? more : t`${more}, ${formatMinutes(maxLifeMinutes)} at most in all`;
}

/** How soon one bought now would be ready; null when that was not measured or it cannot be bought. */
export function describeReadyIn({ wait, unavailable }: Product): string | null {
  if (wait === null || unavailable !== null) return null;
  if (wait.givesUpAfterSeconds === null) return t`Ready in ${formatWait(wait)}`;
  const patience = formatMinutes(Math.ceil(wait.givesUpAfterSeconds / 60));
  return t`Probably not before ${formatAtLeast(wait.fromSeconds)}: longer than anybody waits (${patience})`;
}

/** What limits the buying of it: places left and how many a member may have. */
export function describeLimits({ stockLeft, perMemberMax }: Product): string | null {
  const limits = [
    stockLeft === null ? '' : t`${plural(stockLeft, { one: 'Last place', other: '# places left' })}`,
    perMemberMax === null ? '' : t`${perMemberMax} at once for each member`,
  ].filter(Boolean);
  return limits.length === 0 ? null : limits.join(' · ');
}
