import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { ApiError, errorText, hasStatus } from '../../../lib/api-error.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { SignInForm as SignInSchema, signIn } from '../api/sign-in.ts';
import { useEnter } from '../api/use-enter.ts';
import { PasswordField } from './password-field.tsx';

export function SignInForm({ onDone }: { onDone: () => void }) {
  const form = useForm({ resolver: zodResolver(SignInSchema), defaultValues: { email: '', password: '' } });
  const { errors } = form.formState;
  const enter = useEnter(signIn, onDone);
  return (
    <form noValidate className="space-y-4" onSubmit={(event) => void form.handleSubmit(enter.run)(event)}>
      {enter.error ? <Notice tone="bad">{refusal(enter.error)}</Notice> : null}
      <Field label="E-mail" error={errors.email?.message}>
        {(control) => (
          <input
            {...control}
            type="email"
            autoComplete="username"
            inputMode="email"
            {...form.register('email')}
          />
        )}
      </Field>
      <PasswordField
        label="Password"
        autoComplete="current-password"
        error={errors.password?.message}
        {...form.register('password')}
      />
      <Button type="submit" look="coin" wide pending={enter.isPending}>
        Sign in
      </Button>
    </form>
  );
}

function refusal(error: unknown): string {
  if (hasStatus(error, 401) && error instanceof ApiError && error.kind === 'refused') {
    return 'E-mail and password do not match.';
  }
  return errorText(error);
}
