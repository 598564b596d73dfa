import { Trans } from '@lingui/react/macro';
import { Link } from 'react-router';
import { paths } from '../../../app/paths.ts';
import { Notice } from '../../../ui/notice.tsx';
import { SendVerificationButton } from '../../accounts/components/send-verification-button.tsx';

/** Nothing was bought because the member's address is not confirmed: sends the mail from here. */
export function EmailRefusal() {
  return (
    <Notice tone="bad" className="mt-4" action={<SendVerificationButton />}>
      <Trans>
        Your e-mail address must be confirmed before you can buy. Let us send you a mail, open the link in it,
        then buy again. Address and state stand on{' '}
        <Link to={paths.account} className="underline underline-offset-2">
          your account page
        </Link>
        .
      </Trans>
    </Notice>
  );
}
