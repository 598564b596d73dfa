import { t } from '@lingui/core/macro';
import type { PaymentPlan } from './spendable.ts';

/** Which coins a payment takes: `15 earned + 5 bought`. */
export function describeSources({ fromEarned, fromBought }: PaymentPlan): string {
  const sources = [
    fromEarned > 0 ? t`${fromEarned} earned` : '',
    fromBought > 0 ? t`${fromBought} bought` : '',
  ].filter(Boolean);
  return sources.length > 0 ? sources.join(' + ') : t`No coins needed`;
}
