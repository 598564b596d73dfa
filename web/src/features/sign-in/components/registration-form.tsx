import { zodResolver } from '@hookform/resolvers/zod';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { fieldWords } from '../../../lib/field-words.ts';
import { Button } from '../../../ui/button.tsx';
import { PasswordField } from './password-field.tsx';

const RegistrationValues = z.object({ password: z.string().min(1) });

type RegistrationFormProps = {
  pending: boolean;
  /** The password that was sent is not the one of this registration. */
  wrong: boolean;
  onPassword: (password: string) => void;
};

/** The password that was typed at the registration: an address that somebody else registered is not confirmed for them. */
export function RegistrationForm({ pending, wrong, onPassword }: RegistrationFormProps) {
  const form = useForm({ resolver: zodResolver(RegistrationValues), defaultValues: { password: '' } });
  const missing = fieldWords(form.formState.errors.password, t`Enter your password`);
  return (
    <form
      noValidate
      className="space-y-4"
      onSubmit={(event) => void form.handleSubmit(({ password }) => onPassword(password))(event)}
    >
      <p>
        <Trans>
          Type the password that you registered with, and your account is ready. If you did not register,
          close this page: nothing happens.
        </Trans>
      </p>
      <PasswordField
        label={t`Password`}
        autoComplete="current-password"
        maxLength={200}
        error={missing ?? (wrong ? t`This is not the password of this registration` : undefined)}
        hint={t`If you registered more than once, each mail goes with its own password. You may also register again.`}
        {...form.register('password')}
      />
      <Button type="submit" look="coin" wide pending={pending}>
        <Trans>Confirm my address</Trans>
      </Button>
    </form>
  );
}
