import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Card, CardTitle } from '../../../ui/card.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { PasswordForm } from './password-form.tsx';

/** Whether there is a password, and how to change or set it. */
export function PasswordCard({ hasPassword }: { hasPassword: boolean }) {
  const [open, setOpen] = useState(false);
  const label = hasPassword ? t`Change the password` : t`Set a password`;
  return (
    <Card>
      <CardTitle
        aside={
          <Button size="small" onClick={() => setOpen(true)}>
            {label}
          </Button>
        }
      >
        <Trans>Password</Trans>
      </CardTitle>
      <p className="text-soft">
        {hasPassword ? (
          <Trans>You can sign in with your e-mail address and a password.</Trans>
        ) : (
          <Trans>There is none. With one you can also sign in by your e-mail address.</Trans>
        )}
      </p>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={label}
        description={t`All your other browsers are signed out. API keys go on working: revoke those that you do not know.`}
      >
        <PasswordForm hasPassword={hasPassword} onClose={() => setOpen(false)} />
      </Dialog>
    </Card>
  );
}
