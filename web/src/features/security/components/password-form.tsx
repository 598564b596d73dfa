import { NewPassword } from '@coinslot/shared/http/account-security.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import { z } from 'zod';
import { applyFieldErrors } from '../../../lib/apply-field-errors.ts';
import { fieldWords } from '../../../lib/field-words.ts';
import { useAct } from '../../../lib/use-act.ts';
import { Button } from '../../../ui/button.tsx';
import { DialogActions } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { accountKey } from '../../accounts/api/get-account.ts';
import { NewPasswordField } from '../../sign-in/components/new-password-field.tsx';
import { PasswordField } from '../../sign-in/components/password-field.tsx';
import { changePassword } from '../api/change-password.ts';

const WithCurrent = z.object({ current: z.string().min(1).max(200), next: NewPassword });
const First = WithCurrent.extend({ current: z.string() });

type PasswordFormProps = { hasPassword: boolean; onClose: () => void };

export function PasswordForm({ hasPassword, onClose }: PasswordFormProps) {
  const client = useQueryClient();
  const [refusal, setRefusal] = useState<string | null>(null);
  const form = useForm({
    resolver: zodResolver(hasPassword ? WithCurrent : First),
    defaultValues: { current: '', next: '' },
  });
  const { errors } = form.formState;
  const act = useAct({
    send: ({ current, next }: First) => changePassword({ current: hasPassword ? current : null, next }),
    onDone: () => {
      void client.invalidateQueries({ queryKey: accountKey });
      toast.success(t`The password is set.`);
      onClose();
    },
    onFailed: (error) => setRefusal(applyFieldErrors(error, ['current', 'next'], form.setError)),
  });
  return (
    <form noValidate className="space-y-4" onSubmit={(event) => void form.handleSubmit(act.run)(event)}>
      {refusal ? <Notice tone="bad">{refusal}</Notice> : null}
      {hasPassword ? (
        <PasswordField
          label={t`Present password`}
          autoComplete="current-password"
          maxLength={200}
          error={fieldWords(errors.current, t`Enter your present password`)}
          {...form.register('current')}
        />
      ) : null}
      <NewPasswordField label={t`New password`} error={errors.next} field={form.register('next')} />
      <DialogActions>
        <Button onClick={onClose} disabled={act.isPending}>
          <Trans>Not now</Trans>
        </Button>
        <Button type="submit" look="coin" pending={act.isPending}>
          <Trans>Set the password</Trans>
        </Button>
      </DialogActions>
    </form>
  );
}

type First = z.infer<typeof First>;
