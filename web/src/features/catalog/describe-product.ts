import type { Product, ProductAttributes } from '@coinslot/shared/http/products.ts';
import { formatAtLeast, formatCoins, formatMegabytes, formatMinutes, formatWait } from '../../lib/format.ts';

export const sizeNames = {
  xs: 'Tiny',
  s: 'Small',
  m: 'Medium',
  l: 'Large',
  xl: 'Huge',
} as const satisfies Record<NonNullable<ProductAttributes['size']>, string>;

/** The graphics card in words: `2 × NVIDIA L4, 24 GB each`. */
export function describeGpu({ model, count, memoryMb }: NonNullable<ProductAttributes['gpu']>): string {
  const memory = memoryMb === null ? '' : `, ${formatMegabytes(memoryMb)}${count > 1 ? ' each' : ''}`;
  return `${count > 1 ? `${count} × ` : ''}${model}${memory}`;
}

/** What more time costs and how far it reaches; null when it cannot be had. */
export function describeMoreTime({ extension, maxLifeMinutes }: Product): string | null {
  if (extension === null) return null;
  const bound = maxLifeMinutes === null ? '' : `, ${formatMinutes(maxLifeMinutes)} at most in all`;
  return `${formatMinutes(extension.minutes)} more: ${formatCoins(extension.price)}${bound}`;
}

/** How soon one bought now would be ready; null when that was not measured or it cannot be bought. */
export function describeReadyIn({ wait, unavailable }: Product): string | null {
  if (wait === null || unavailable !== null) return null;
  if (wait.givesUpAfterSeconds === null) return `Ready in ${formatWait(wait)}`;
  const patience = formatMinutes(Math.ceil(wait.givesUpAfterSeconds / 60));
  return `Probably not before ${formatAtLeast(wait.fromSeconds)}: longer than anybody waits (${patience})`;
}

/** What limits the buying of it: places left and how many a member may have. */
export function describeLimits({ stockLeft, perMemberMax }: Product): string | null {
  const limits = [
    stockLeft === null ? '' : stockLeft === 1 ? 'Last place' : `${stockLeft} places left`,
    perMemberMax === null ? '' : `${perMemberMax} at once for each member`,
  ].filter(Boolean);
  return limits.length === 0 ? null : limits.join(' · ');
}
