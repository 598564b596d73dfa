import type { Voucher } from '@coinslot/shared/http/admin-vouchers.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { formatDateTime, formatNumber } from '../../../../lib/format.ts';
import { Card, CardTitle } from '../../../../ui/card.tsx';
import { Coins } from '../../../../ui/coins.tsx';
import { Facts } from '../../../../ui/facts.tsx';
import { sayKeptName } from '../../../../words/say-kept.ts';
import { describeUse } from '../describe-voucher.ts';

/** What was fixed when it was made, and what came of it. */
export function VoucherFacts({ voucher }: { voucher: Voucher }) {
  const { disabled } = voucher;
  return (
    <Card>
      <CardTitle>
        <Trans>The voucher</Trans>
      </CardTitle>
      <Facts
        items={[
          { name: t`Each redemption gives`, value: <Coins coins={voucher.coins} /> },
          { name: t`Codes`, value: formatNumber(voucher.codes) },
          { name: t`Uses of each code`, value: formatNumber(voucher.totalUses) },
          { name: t`Uses of one member`, value: formatNumber(voucher.usesPerMember) },
          { name: t`Used`, value: describeUse(voucher) },
          { name: t`Given out so far`, value: <Coins coins={voucher.coinsGiven} /> },
          {
            name: t`Made`,
            value: t`${formatDateTime(voucher.createdAt)} by ${sayKeptName(voucher.createdBy)}`,
          },
          ...(disabled
            ? [{ name: t`Disabled`, value: t`${formatDateTime(disabled.at)} by ${sayKeptName(disabled.by)}` }]
            : []),
        ]}
      />
    </Card>
  );
}
