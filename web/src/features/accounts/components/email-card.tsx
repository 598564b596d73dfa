import type { Account } from '@coinslot/shared/http/account-security.ts';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { ownEmail } from '../own-email.ts';
import { ChangeEmailForm } from './change-email-form.tsx';
import { SendVerificationButton } from './send-verification-button.tsx';

/** The account's address, whether it is confirmed, and how to change it. */
export function EmailCard({ account }: { account: Account }) {
  const [open, setOpen] = useState(false);
  const email = ownEmail(account.email);
  const label = email === null ? t`Add an address` : t`Change the address`;
  return (
    <Card>
      <CardTitle
        aside={
          <Button size="small" onClick={() => setOpen(true)}>
            {label}
          </Button>
        }
      >
        <Trans>E-mail</Trans>
      </CardTitle>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="min-w-0 font-semibold break-all">{email ?? <Trans>None</Trans>}</span>
        {email === null ? null : account.emailVerified ? (
          <Badge tone="ok">
            <Trans>Confirmed</Trans>
          </Badge>
        ) : (
          <Badge tone="coin">
            <Trans>Not confirmed</Trans>
          </Badge>
        )}
      </p>
      {account.pendingEmail ? (
        <Notice tone="busy" className="mt-3" announced={false}>
          <Trans>
            {account.pendingEmail} becomes your address when you open the link that we sent there.
          </Trans>
        </Notice>
      ) : null}
      {email !== null && !account.emailVerified && !account.pendingEmail ? <NotConfirmed /> : null}
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={label}
        description={t`We send a link to the new address. Until you open it, everything stays as it is.`}
      >
        <ChangeEmailForm onClose={() => setOpen(false)} />
      </Dialog>
    </Card>
  );
}

function NotConfirmed() {
  return (
    <div className="mt-3 space-y-3">
      <p className="text-soft">
        <Trans>Open the link in the mail that we sent you. It shows that the address is yours.</Trans>
      </p>
      <SendVerificationButton again />
    </div>
  );
}
