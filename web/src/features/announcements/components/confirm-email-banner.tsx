import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link } from 'react-router';
import { paths } from '../../../app/paths.ts';
import { SendVerificationButton } from '../../accounts/components/send-verification-button.tsx';
import { ownEmail } from '../../accounts/own-email.ts';
import { BannerFrame } from './banner-frame.tsx';

/** Tells a newcomer why there are no coins yet and nothing can be bought, until the address is confirmed. */
export function ConfirmEmailBanner({ email }: { email: string }) {
  const address = ownEmail(email);
  if (address === null) {
    return (
      <BannerFrame level="info" title={t`To buy here you need an e-mail address that is confirmed.`}>
        <Link to={paths.account} className="shrink-0 text-sm font-semibold underline underline-offset-2">
          <Trans>Add an address</Trans>
        </Link>
      </BannerFrame>
    );
  }
  return (
    <BannerFrame
      level="info"
      title={t`Confirm ${address} to buy, and to get welcome coins if you had none yet: open the link in our mail.`}
    >
      <SendVerificationButton />
    </BannerFrame>
  );
}
