import type { Voucher } from '@coinslot/shared/http/admin-vouchers.ts';
import { plural, t } from '@lingui/core/macro';
import { paths } from '../../../../app/paths.ts';
import { formatDateTime } from '../../../../lib/format.ts';
import { Badge } from '../../../../ui/badge.tsx';
import { Coins } from '../../../../ui/coins.tsx';
import { RowLink } from '../../../../ui/row-link.tsx';
import { say } from '../../../../words/say.ts';
import { describeUse, voucherStates } from '../describe-voucher.ts';

/** One voucher of the list. */
export function VoucherRow({ voucher }: { voucher: Voucher }) {
  const { label, tone } = voucherStates[voucher.state];
  return (
    <RowLink to={paths.adminVoucher(voucher.id)} columns="md:grid-cols-[1.6fr_1fr_1fr]">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 font-bold">
          <span className="min-w-0 break-words">{voucher.name}</span>
          <Badge tone={tone}>{say(label)}</Badge>
        </p>
        {voucher.note ? <p className="text-soft line-clamp-2 text-sm break-words">{voucher.note}</p> : null}
      </div>
      <p className="text-soft text-sm">
        <Coins coins={voucher.coins} className="text-ink font-bold" /> ·{' '}
        {plural(voucher.codes, { one: '# code', other: '# codes' })}
      </p>
      <p className="text-soft text-sm md:text-right">
        {describeUse(voucher)}
        {voucher.expiresAt ? (
          <span className="block">{t`until ${formatDateTime(voucher.expiresAt)}`}</span>
        ) : null}
      </p>
    </RowLink>
  );
}
