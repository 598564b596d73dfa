import { SignUpRequest } from '@coinslot/shared/http/account-security.ts';
import { zodResolver } from '@hookform/resolvers/zod';
import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { applyFieldErrors } from '../../../lib/apply-field-errors.ts';
import { fieldWords } from '../../../lib/field-words.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { register } from '../api/register.ts';
import { useEnter } from '../api/use-enter.ts';
import { EmailField } from './email-field.tsx';
import { NewPasswordField } from './new-password-field.tsx';
import { TermsField } from './terms-field.tsx';

type RegisterFormProps = {
  /** Whether this house has terms of its own that must be agreed to. */
  hasTerms: boolean;
  onDone: () => void;
  onMailSent: (email: string) => void;
};

const WithTerms = SignUpRequest.extend({ termsAccepted: z.boolean().refine((accepted) => accepted) });

const names = ['name', 'email', 'password', 'termsAccepted'] as const;

export function RegisterForm({ hasTerms, onDone, onMailSent }: RegisterFormProps) {
  const form = useForm({
    resolver: zodResolver(hasTerms ? WithTerms : SignUpRequest),
    defaultValues: { name: '', email: '', password: '', termsAccepted: false },
  });
  const { errors } = form.formState;
  const [refusal, setRefusal] = useState<string | null>(null);
  const enter = useEnter(
    async (values: SignUpRequest) => {
      setRefusal(null);
      try {
        return await register(values);
      } catch (error) {
        setRefusal(applyFieldErrors(error, names, form.setError));
        throw error;
      }
    },
    (next) => (next === 'done' ? onDone() : onMailSent(form.getValues('email'))),
  );
  // Registered before the fields below: of those that are wrong, the first in this order gets the focus.
  const name = form.register('name');
  return (
    <form noValidate className="space-y-4" onSubmit={(event) => void form.handleSubmit(enter.run)(event)}>
      {refusal ? <Notice tone="bad">{refusal}</Notice> : null}
      <Field
        label={t`Name`}
        error={fieldWords(errors.name, t`From 1 to 80 characters`)}
        hint={t`Admins see it beside your machines.`}
      >
        {(control) => <input {...control} autoComplete="name" maxLength={80} {...name} />}
      </Field>
      <EmailField error={errors.email} field={form.register('email')} />
      <NewPasswordField label={t`Password`} error={errors.password} field={form.register('password')} />
      {hasTerms ? <TermsField error={errors.termsAccepted} field={form.register('termsAccepted')} /> : null}
      <Button type="submit" look="coin" wide pending={enter.isPending}>
        <Trans>Create account</Trans>
      </Button>
    </form>
  );
}
