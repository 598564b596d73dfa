import { NewPassword, type PasswordReset } from '@coinslot/shared/http/account-security.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { applyFieldErrors } from '../../../lib/apply-field-errors.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { resetPassword } from '../api/reset-password.ts';
import { describeRefusal } from '../describe-refusal.ts';
import { NewPasswordField } from './new-password-field.tsx';

const ResetValues = z.object({ password: NewPassword });

type ResetFormProps = { token: string; onDone: (reset: PasswordReset) => void };

/** A new password for whoever holds the link. */
export function ResetForm({ token, onDone }: ResetFormProps) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const form = useForm({ resolver: zodResolver(ResetValues), defaultValues: { password: '' } });
  const act = useAct({
    send: ({ password }: { password: string }) => resetPassword({ token, password }),
    onDone,
    onFailed: (error) =>
      setRefusal(
        applyFieldErrors(error, ['password'], form.setError) === null ? null : describeRefusal(error),
      ),
  });
  return (
    <form noValidate className="space-y-4" onSubmit={(event) => void form.handleSubmit(act.run)(event)}>
      {refusal ? <Notice tone="bad">{refusal}</Notice> : null}
      <NewPasswordField
        label={t`New password`}
        error={form.formState.errors.password}
        field={form.register('password')}
      />
      <Button type="submit" look="coin" wide pending={act.isPending}>
        <Trans>Set the password</Trans>
      </Button>
    </form>
  );
}
