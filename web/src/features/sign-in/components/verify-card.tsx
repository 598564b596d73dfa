import type { EmailTokenRequest, EmailVerified } from '@coinslot/shared/http/account-security.ts';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { paths } from '../../../app/paths.ts';
import { ApiError, hasCode } from '../../../lib/api-error.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { accountKey } from '../../accounts/api/get-account.ts';
import { meKey } from '../../accounts/api/get-me.ts';
import { verifyEmail } from '../api/verify-email.ts';
import { describeRefusal } from '../describe-refusal.ts';
import { RegistrationForm } from './registration-form.tsx';

type VerifyCardProps = {
  token: string;
  /** The link is for a new account: it wants that account's password. */
  registers: boolean;
  signedIn: boolean;
};

/** Spends the link when its button is pressed: a mail scanner that only opens it spends nothing. */
export function VerifyCard({ token, registers, signedIn }: VerifyCardProps) {
  const client = useQueryClient();
  const act = useAct({
    send: (spent: EmailTokenRequest) => verifyEmail(spent),
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
  const asked = act.error instanceof ApiError && Boolean(act.error.problem?.fields?.['/password']);
  const refusal = act.error && !asked ? <Notice tone="bad">{describeRefusal(act.error)}</Notice> : null;
  if (registers || asked) {
    return (
      <div className="space-y-4">
        {refusal}
        <RegistrationForm
          pending={act.isPending}
          wrong={asked}
          onPassword={(password) => act.run({ token, password })}
        />
      </div>
    );
  }
  return (
    <div className="space-y-4">
      {refusal}
      <p>
        <Trans>Press the button, and your address is confirmed.</Trans>
      </p>
      <Button look="coin" wide pending={act.isPending} onClick={() => act.run({ token })}>
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
