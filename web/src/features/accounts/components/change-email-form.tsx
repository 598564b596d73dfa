import { ChangeEmailRequest } from '@coinslot/shared/http/account-security.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import { applyFieldErrors } from '../../../lib/apply-field-errors.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { DialogActions } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { EmailField } from '../../sign-in/components/email-field.tsx';
import { changeEmail } from '../api/change-email.ts';
import { accountKey } from '../api/get-account.ts';

export function ChangeEmailForm({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const [refusal, setRefusal] = useState<string | null>(null);
  const form = useForm({ resolver: zodResolver(ChangeEmailRequest), defaultValues: { email: '' } });
  const act = useAct({
    send: changeEmail,
    onDone: (_answer, { email }) => {
      void client.invalidateQueries({ queryKey: accountKey });
      toast.success(t`A link is on its way to ${email}.`);
      onClose();
    },
    onFailed: (error) => setRefusal(applyFieldErrors(error, ['email'], form.setError)),
  });
  return (
    <form noValidate className="space-y-4" onSubmit={(event) => void form.handleSubmit(act.run)(event)}>
      {refusal ? <Notice tone="bad">{refusal}</Notice> : null}
      <EmailField
        label={t`New address`}
        autoComplete="email"
        error={form.formState.errors.email}
        field={form.register('email')}
      />
      <DialogActions>
        <Button onClick={onClose} disabled={act.isPending}>
          <Trans>Keep the old one</Trans>
        </Button>
        <Button type="submit" look="coin" pending={act.isPending}>
          <Trans>Send the link</Trans>
        </Button>
      </DialogActions>
    </form>
  );
}
