import { ForgotPasswordRequest } from '@coinslot/shared/http/account-security.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { Trans } from '@lingui/react/macro';
import { useForm } from 'react-hook-form';
import { errorText } from '../../../lib/api-error.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { ContactLine } from '../../site/components/contact-line.tsx';
import { forgotPassword } from '../api/forgot-password.ts';
import { useSignInWays } from '../api/get-sign-in-ways.ts';
import { EmailField } from './email-field.tsx';

/** Asks for a link; what it answers is the same for every address. */
export function ForgotForm() {
  const form = useForm({ resolver: zodResolver(ForgotPasswordRequest), defaultValues: { email: '' } });
  const act = useAct({ send: forgotPassword, repeatable: true });
  const ways = useSignInWays().data?.email;
  if (ways?.reset === false) return <NoMail />;
  if (act.data !== undefined) {
    const sentTo = form.getValues('email').trim();
    return <Sent sentTo={sentTo} isKept={ways?.mailIsKept ?? false} onAgain={act.reset} />;
  }
  return (
    <form noValidate className="space-y-4" onSubmit={(event) => void form.handleSubmit(act.run)(event)}>
      {act.error ? <Notice tone="bad">{errorText(act.error)}</Notice> : null}
      <EmailField error={form.formState.errors.email} field={form.register('email')} />
      <Button type="submit" look="coin" wide pending={act.isPending}>
        <Trans>Send me a link</Trans>
      </Button>
    </form>
  );
}

function NoMail() {
  return (
    <div className="space-y-3">
      <p>
        <Trans>No mail goes out from here, so nobody can be sent a link. Ask an admin.</Trans>
      </p>
      <ContactLine className="text-soft" />
    </div>
  );
}

/** `isKept`: nothing was sent, the mail waits where an admin can read it. */
function Sent({ sentTo, isKept, onAgain }: { sentTo: string; isKept: boolean; onAgain: () => void }) {
  return (
    <div role="status" className="space-y-3">
      <p>
        <Trans>
          If an account has the address <strong className="break-words">{sentTo}</strong>, a link is on its
          way to it. It works once, for an hour.
        </Trans>
      </p>
      {isKept ? (
        <Notice announced={false}>
          <Trans>This installation has no mail server: the link waits in the admins’ outbox.</Trans>
        </Notice>
      ) : null}
      <p className="text-soft">
        <Trans>Nothing came? Look into the spam folder, check the address, or ask an admin.</Trans>
      </p>
      <ContactLine className="text-soft" />
      <Button onClick={onAgain}>
        <Trans>Try another address</Trans>
      </Button>
    </div>
  );
}
