import { SignInRequest } from '@coinslot/shared/http/account-security.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useForm } from 'react-hook-form';
import { hasCode } from '../../../lib/api-error.ts';
import { fieldWords } from '../../../lib/field-words.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { ContactLine } from '../../site/components/contact-line.tsx';
import { signIn } from '../api/sign-in.ts';
import { useEnter } from '../api/use-enter.ts';
import { describeRefusal } from '../describe-refusal.ts';
import { EmailField } from './email-field.tsx';
import { PasswordField } from './password-field.tsx';

type SignInFormProps = { onDone: () => void; onSecondFactor: () => void };

export function SignInForm({ onDone, onSecondFactor }: SignInFormProps) {
  const form = useForm({ resolver: zodResolver(SignInRequest), defaultValues: { email: '', password: '' } });
  const { errors } = form.formState;
  const enter = useEnter(signIn, (next) => (next === 'done' ? onDone() : onSecondFactor()));
  return (
    <form noValidate className="space-y-4" onSubmit={(event) => void form.handleSubmit(enter.run)(event)}>
      {enter.error ? (
        <Notice tone="bad">
          {describeRefusal(enter.error)}
          {hasCode(enter.error, 'rate_limited') ? (
            <p>
              <Trans>
                Only tries with a password are counted: a passkey or a linked account lets you in.
              </Trans>
            </p>
          ) : null}
          {hasCode(enter.error, 'account_disabled') ? <ContactLine /> : null}
        </Notice>
      ) : null}
      <EmailField error={errors.email} field={form.register('email')} />
      <PasswordField
        label={t`Password`}
        autoComplete="current-password"
        maxLength={200}
        error={fieldWords(errors.password, t`Enter your password`)}
        {...form.register('password')}
      />
      <Button type="submit" look="coin" wide pending={enter.isPending}>
        <Trans>Sign in</Trans>
      </Button>
    </form>
  );
}
