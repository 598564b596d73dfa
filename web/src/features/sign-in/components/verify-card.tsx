import type { EmailVerified } from '@coinslot/shared/http/account-security.ts';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { paths } from '../../../app/paths.ts';
import { hasCode } from '../../../lib/api-error.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { accountKey } from '../../accounts/api/get-account.ts';
import { meKey } from '../../accounts/api/get-me.ts';
import { verifyEmail } from '../api/verify-email.ts';
import { describeRefusal } from '../describe-refusal.ts';

/** Spends the link when its button is pressed: a mail scanner that only opens it spends nothing. */
export function VerifyCard({ token, signedIn }: { token: string; signedIn: boolean }) {
  const client = useQueryClient();
  const act = useAct({
    send: (spent: string) => verifyEmail(spent),
    onDone: () => {
      void client.invalidateQueries({ queryKey: accountKey });
      void client.invalidateQueries({ queryKey: meKey });
    },
  });
  if (act.data) return <Verified verified={act.data} signedIn={signedIn} />;
  if (hasCode(act.error, 'link_invalid')) {
    return (
      <div className="space-y-4">
        <Notice tone="bad">{describeRefusal(act.error)}</Notice>
        <LinkButton to={signedIn ? paths.account : paths.signIn}>
          {signedIn ? <Trans>To my account</Trans> : <Trans>Sign in</Trans>}
        </LinkButton>
      </div>
    );
  }
  return (
    <div className="space-y-4">
      {act.error ? <Notice tone="bad">{describeRefusal(act.error)}</Notice> : null}
      <p>
        <Trans>Press the button, and your address is confirmed.</Trans>
      </p>
      <Button look="coin" wide pending={act.isPending} onClick={() => act.run(token)}>
        <Trans>Confirm my address</Trans>
      </Button>
    </div>
  );
}

function Verified({ verified, signedIn }: { verified: EmailVerified; signedIn: boolean }) {
  const address = <strong className="break-words">{verified.email}</strong>;
  return (
    <div role="status" className="space-y-4">
      <p>
        {verified.done === 'registered' ? (
          <Trans>Your account with {address} is ready.</Trans>
        ) : verified.done === 'changed' ? (
          <Trans>Your account has the address {address} now.</Trans>
        ) : (
          <Trans>{address} is confirmed.</Trans>
        )}
      </p>
      <LinkButton look="coin" to={signedIn ? paths.shop : paths.signIn}>
        {signedIn ? <Trans>Go to the shop</Trans> : <Trans>Sign in</Trans>}
      </LinkButton>
    </div>
  );
}
