import type { Machine } from '@coinslot/shared/http/machines.ts';
import { t } from '@lingui/core/macro';
import { formatCoins, formatNumber } from '../../lib/format.ts';

/** What a machine costs in words, e.g. "10 coins paid, 4 came back". Purchase and extensions are added up; what the lab is being asked for is only set aside. */
export function describeCharge({ charge, extension }: Pick<Machine, 'charge' | 'extension'>): string {
  if (charge === null) return t`Nobody pays for it`;
  const { state, price, refunded } = charge;
  if (state === 'held') return t`${formatCoins(price)} held until it is ready`;
  if (state === 'released') return t`${formatCoins(price)} held, all came back`;
  const setAside = extension?.pending ? extension.price : 0;
  if (setAside > 0) return t`${formatCoins(price - setAside)} paid, ${formatNumber(setAside)} set aside`;
  return refunded > 0
    ? t`${formatCoins(price)} paid, ${formatNumber(refunded)} came back`
    : t`${formatCoins(price)} paid`;
}
