import type { Voucher, VoucherState } from '@coinslot/shared/http/admin-vouchers.ts';
import type { MessageDescriptor } from '@lingui/core';
import { msg, t } from '@lingui/core/macro';
import { formatNumber } from '../../../lib/format.ts';
import type { BadgeTone } from '../../../ui/badge.tsx';

export const voucherStates = {
  open: { label: msg`Open`, tone: 'ok' },
  scheduled: { label: msg`Not yet`, tone: 'busy' },
  used_up: { label: msg`Used up`, tone: 'neutral' },
  expired: { label: msg`Expired`, tone: 'neutral' },
  disabled: { label: msg`Disabled`, tone: 'bad' },
} satisfies Record<VoucherState, { label: MessageDescriptor; tone: BadgeTone }>;

/** How much of it is used: of all codes together. */
export function describeUse({ redemptions, codes, totalUses }: Voucher): string {
  return t`${formatNumber(redemptions)} of ${formatNumber(codes * totalUses)} redeemed`;
}
