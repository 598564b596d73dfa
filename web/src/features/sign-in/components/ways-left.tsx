import type { WaysLeft as Ways } from '@coinslot/shared/http/account-security.ts';
import { Trans } from '@lingui/react/macro';
import { paths } from '../../../app/paths.ts';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { describeWaysLeft } from '../describe-ways-left.ts';

/** What a new password did not take away: whoever had the account in their hands may have left something of their own there. */
export function WaysLeft({ ways }: { ways: Ways }) {
  return (
    <div className="space-y-4">
      <Notice tone="coin">
        <p>
          <Trans>The password is set. This opens your account as well:</Trans>
        </p>
        <ul className="my-2 list-disc pl-5">
          {describeWaysLeft(ways).map((way) => (
            <li key={way}>{way}</li>
          ))}
        </ul>
        <p>
          <Trans>If one of them is not yours, sign in and remove it under Account, Ways in.</Trans>
        </p>
      </Notice>
      <LinkButton to={paths.signIn} look="coin">
        <Trans>Sign in</Trans>
      </LinkButton>
    </div>
  );
}
