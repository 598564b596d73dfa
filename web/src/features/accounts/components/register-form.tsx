import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { errorText } from '../../../lib/api-error.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { RegisterForm as RegisterSchema, passwordMinLength, register } from '../api/register.ts';
import { useEnter } from '../api/use-enter.ts';
import { PasswordField } from './password-field.tsx';

export function RegisterForm({ onDone }: { onDone: () => void }) {
  const form = useForm({
    resolver: zodResolver(RegisterSchema),
    defaultValues: { name: '', email: '', password: '' },
  });
  const { errors } = form.formState;
  const enter = useEnter(register, onDone);
  return (
    <form noValidate className="space-y-4" onSubmit={(event) => void form.handleSubmit(enter.run)(event)}>
      {enter.error ? <Notice tone="bad">{errorText(enter.error)}</Notice> : null}
      <Field label="Name" error={errors.name?.message} hint="Admins see it beside your machines.">
        {(control) => <input {...control} autoComplete="name" maxLength={80} {...form.register('name')} />}
      </Field>
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
        autoComplete="new-password"
        hint={`At least ${passwordMinLength} characters. A few random words are fine.`}
        error={errors.password?.message}
        {...form.register('password')}
      />
      <Button type="submit" look="coin" wide pending={enter.isPending}>
        Create account
      </Button>
    </form>
  );
}
