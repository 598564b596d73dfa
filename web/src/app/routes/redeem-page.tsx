import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useSearchParams } from 'react-router';
import { RedeemForm } from '../../features/vouchers/components/redeem-form.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { paths } from '../paths.ts';
import { NarrowPage } from './narrow-page.tsx';

/** Where the link on a voucher leads; the code waits in its field until the button is pressed. */
export function RedeemPage() {
  const [query] = useSearchParams();
  return (
    <NarrowPage
      title={t`Redeem a voucher`}
      lead={t`A code turns into coins in your wallet.`}
      below={
        <LinkButton to={paths.wallet} look="quiet" size="small">
          <Trans>To the wallet</Trans>
        </LinkButton>
      }
    >
      <RedeemForm code={(query.get('code') ?? '').slice(0, 64)} />
    </NarrowPage>
  );
}
